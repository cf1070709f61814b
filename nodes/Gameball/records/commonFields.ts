import type { Field } from './RecordType';

/** Whose record it is; the other names are those that exports of orders, payments and events have for it. */
export const CUSTOMER_ID: Field = {
	name: 'customerId',
	label: 'Customer ID',
	description: 'The ID of the customer in Gameball',
	type: 'identifier',
	required: true,
	otherNames: [
		'externalId',
		'customerNumber',
		'customerNo',
		'customerCode',
		'clientId',
		'memberId',
		'contactId',
		'userId',
		'customerUserId',
		'customer.id',
	],
	refused: { '0': 'is 0, which shops give to guests: there is no such customer' },
};

/** How Gameball finds the customer in accounts that merge channels. */
export const CONTACT: readonly Field[] = [
	{
		name: 'email',
		label: 'Email',
		description: 'Required if your account merges channels by email',
		type: 'text',
		otherNames: ['emailAddress', 'customerEmail', 'contactEmail', 'customer.email', 'billing.email', 'billingEmail'],
	},
	{
		name: 'mobile',
		label: 'Mobile',
		description: 'Required if your account merges channels by mobile number',
		type: 'identifier',
		otherNames: ['mobileNumber', 'phone', 'phoneNumber', 'customer.phone', 'billing.phone', 'billingPhone'],
	},
];

/** What tells transactions apart, and when they were. */
export const TRANSACTION: readonly Field[] = [
	{
		name: 'transactionId',
		label: 'Transaction ID',
		description: 'What identifies the transaction for good, such as the number of the order or invoice',
		type: 'identifier',
		required: true,
		otherNames: [
			'orderId',
			'orderNumber',
			'invoiceId',
			'invoiceNumber',
			'receiptNumber',
			'paymentId',
			'reference',
			'id',
		],
	},
	{
		name: 'transactionTime',
		label: 'Transaction Time',
		description: 'When it was; a time without a zone is one of the time zone of the workflow',
		type: 'utcTime',
		required: true,
		otherNames: ['transactionDate', 'orderDate', 'createdAt', 'dateCreated', 'paidAt', 'timestamp', 'date', 'time'],
	},
];

/** Gameball's code for a transaction ID that it has already (API facts, "Limits and failures"). */
export const TRANSACTION_EXISTS = 9004;
