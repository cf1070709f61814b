import { CONTACT, CUSTOMER_ID, ORDER_ID, PAID_AMOUNTS, PURCHASE_TIMES } from './commonFields';
import type { RecordType } from './RecordType';

/**
 * Orders: `POST /integrations/batch/orders`. The documents list four required fields for the batch endpoint; the others
 * come from the endpoint for a single order (docs/api.md, "Create a batch"), except for `totalPrice`: shops use that
 * name for the amount paid.
 */
export const order: RecordType = {
	name: 'order',
	displayName: 'Order',
	description: 'Track orders, which earn customers points',
	path: 'orders',
	fields: [
		CUSTOMER_ID,
		ORDER_ID,
		{
			name: 'orderDate',
			label: 'Order Date',
			description: "When the order was placed; a time without a zone is in the workflow's time zone",
			type: 'utcTime',
			required: true,
			otherNames: ['orderedAt', 'purchaseDate', ...PURCHASE_TIMES, 'paidAt'],
		},
		{
			name: 'totalPaid',
			label: 'Total Paid',
			description: 'Amount the customer paid for the order',
			type: 'amount',
			required: true,
			otherNames: [...PAID_AMOUNTS, 'amount'],
		},
		...CONTACT,
		{
			name: 'totalDiscount',
			label: 'Total Discount',
			description: 'Discount on the price',
			type: 'amount',
			// A column "discount" can be a percentage.
			otherNames: ['discountTotal', 'totalDiscounts', 'discountAmount'],
		},
		{
			name: 'totalShipping',
			label: 'Total Shipping',
			description: 'Cost of the delivery',
			type: 'amount',
			otherNames: ['shippingTotal', 'shippingCost', 'shippingAmount', 'shippingCostIncTax', 'shipping'],
		},
		{
			name: 'totalTax',
			label: 'Total Tax',
			description: 'Amount of taxes',
			type: 'amount',
			otherNames: ['taxTotal', 'taxAmount', 'taxes', 'tax'],
		},
		{
			name: 'lineItems',
			label: 'Line Items',
			description: 'Lines of the order, as a list or as JSON',
			type: 'list',
			otherNames: ['items', 'products', 'line'],
		},
		{
			name: 'extra',
			label: 'Extra',
			description: 'More data about the order, as an object or as JSON',
			type: 'object',
		},
	],
	identity: 'orderId',
	isIdentityUnique: true,
	resultKeys: [
		['orderId', 'orderId'],
		['customerId', 'customerId'],
	],
	isIdempotent: true,
	isSale: true,
	onRepeat: 'If you send orders again, those that Gameball already has earn no points again',
	takesCustom: false,
	amounts: ['totalPaid'],
	toEntry: ({ values }) => values,
};
