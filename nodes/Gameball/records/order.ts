import { CONTACT, CUSTOMER_ID, ORDER_ID } from './commonFields';
import type { RecordType } from './RecordType';

/**
 * Orders: `POST /integrations/batch/orders`. The batch endpoint documents the four required fields; the others are those the
 * endpoint for a single order knows (docs/api.md, "Create a batch"), but for `totalPrice`: shops call by that name what was paid.
 */
export const order: RecordType = {
	name: 'order',
	displayName: 'Order',
	description: 'Track orders, which earn their customers points',
	path: 'orders',
	fields: [
		CUSTOMER_ID,
		ORDER_ID,
		{
			name: 'orderDate',
			label: 'Order Date',
			description: 'When it was; a time without a zone is one of the time zone of the workflow',
			type: 'utcTime',
			required: true,
			otherNames: [
				'orderedAt',
				'purchaseDate',
				'dateCreatedGmt',
				'createdAt',
				'dateCreated',
				'created',
				'createTime',
				'processedAt',
				'paidAt',
				'txnDate',
				'dateString',
				'date',
			],
		},
		{
			name: 'totalPaid',
			label: 'Total Paid',
			description: 'What the customer paid for the order',
			type: 'number',
			required: true,
			otherNames: [
				'amountPaid',
				'total',
				'orderTotal',
				'grandTotal',
				'totalIncTax',
				'totalPrice',
				'totalAmt',
				'amountTotal',
				'amount',
			],
		},
		...CONTACT,
		{
			name: 'totalDiscount',
			label: 'Total Discount',
			description: 'What was taken off the price',
			type: 'number',
			otherNames: ['discountTotal', 'totalDiscounts', 'discountAmount', 'discount'],
		},
		{
			name: 'totalShipping',
			label: 'Total Shipping',
			description: 'What the delivery cost',
			type: 'number',
			otherNames: ['shippingTotal', 'shippingCost', 'shippingAmount', 'shippingCostIncTax', 'shipping'],
		},
		{
			name: 'totalTax',
			label: 'Total Tax',
			description: 'What the taxes came to',
			type: 'number',
			otherNames: ['taxTotal', 'taxAmount', 'taxes', 'tax'],
		},
		{
			name: 'lineItems',
			label: 'Line Items',
			description: 'The lines of the order: a list, or a list as JSON',
			type: 'list',
			otherNames: ['items', 'products', 'line'],
		},
		{
			name: 'extra',
			label: 'Extra',
			description: 'Further data about the order: an object, or one as JSON',
			type: 'object',
		},
	],
	identity: 'orderId',
	isIdentityUnique: true,
	resultKeys: [
		['orderId', 'orderId'],
		['customerId', 'customerId'],
	],
	isRepeatHarmless: true,
	onRepeat: 'Sent again, orders that Gameball has already earn nothing twice',
	takesCustom: false,
	amounts: ['totalPaid'],
	toEntry: ({ values }) => values,
};
