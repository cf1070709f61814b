import type { Field, RecordType } from './RecordType';

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

/** The customer in items that tell of nothing but customers, so that a plain ID is theirs. */
export const LONE_CUSTOMER_ID: Field = { ...CUSTOMER_ID, otherNames: [...(CUSTOMER_ID.otherNames ?? []), 'id'] };

/** Which order it is about. */
export const ORDER_ID: Field = {
	name: 'orderId',
	label: 'Order ID',
	description: 'What identifies the order for good',
	type: 'identifier',
	required: true,
	otherNames: ['id', 'orderNumber', 'orderNo', 'orderReference', 'number', 'orderName', 'name'],
};

/**
 * What all records with a transaction ID have in common: Gameball takes each ID only once and refuses a repeat with the
 * code 9004 (API facts, "Create" and "Limits and failures").
 */
export const TRANSACTIONAL = {
	nests: ['customer', 'billing'],
	identity: 'transactionId',
	isIdentityUnique: true,
	resultKeys: [
		['transactionId', 'transactionId'],
		['customerId', 'customerId'],
	],
	isRepeatHarmless: true,
	existsCode: 9004,
	takesCustom: false,
	toEntry: ({ values }) => values,
} satisfies Partial<RecordType>;
