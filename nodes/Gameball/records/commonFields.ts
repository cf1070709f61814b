import type { Field, RecordType } from './RecordType';

/** The names that exports use for the customer's ID, the likeliest first. */
export const CUSTOMER_ID_NAMES: readonly string[] = [
	'externalId',
	'extId',
	'uniqueExternalId',
	'customerNumber',
	'customerNo',
	'customerNr',
	'customerCode',
	'customerUserId',
	'clientId',
	'memberId',
	'memberNumber',
	'memberNo',
	'clientNumber',
	'uniqueEmailId',
	'contactId',
	'userId',
];

/** The customer that a record belongs to. */
export const CUSTOMER_ID: Field = {
	name: 'customerId',
	label: 'Customer ID',
	description: 'The ID of the customer in Gameball',
	type: 'recordId',
	required: true,
	otherNames: CUSTOMER_ID_NAMES,
	refused: { '0': 'is 0, which shops use for guests, so there is no such customer' },
};

/** The contact data that identifies the customer in accounts that merge channels (docs/api.md, "Customer entries"). */
export const CONTACT: readonly Field[] = [
	{
		name: 'email',
		label: 'Email',
		description: 'Required if your account merges channels by email',
		type: 'email',
		otherNames: [
			'emailAddress',
			'emailAddresses',
			'customerEmail',
			'contactEmail',
			'billing.email',
			'billingAddress.email',
			'buyerEmailAddress',
			'payerEmail',
		],
	},
	{
		name: 'mobile',
		label: 'Mobile',
		description: 'Required if your account merges channels by mobile number',
		type: 'phone',
		otherNames: [
			'mobileNumber',
			'phone',
			'phoneNumber',
			'phones',
			'customerPhone',
			'billing.phone',
			'billingAddress.phone',
			'billingAddress.telephone',
			'contactPhone',
		],
	},
];

/** The names of the amount that was paid for an order, the likeliest first. */
export const PAID_AMOUNTS: readonly string[] = [
	...['amountPaid', 'total', 'orderTotal', 'grandTotal', 'totalIncTax', 'totalPrice', 'totalAmt', 'amountTotal'],
];

/** The names of the time of a purchase, the likeliest first. */
export const PURCHASE_TIMES: readonly string[] = [
	...['dateCreatedGmt', 'createdAt', 'dateCreated', 'created', 'createTime', 'processedAt', 'txnDate', 'dateString'],
	'date',
];

/** The ID and the time of a transaction. */
export const TRANSACTION: readonly Field[] = [
	{
		name: 'transactionId',
		label: 'Transaction ID',
		description: 'Permanent ID of the transaction, such as the order or invoice number',
		type: 'recordId',
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
		description: "When the transaction happened; a time without a zone is in the workflow's time zone",
		type: 'utcTime',
		required: true,
		otherNames: [
			...['transactionDate', 'paidAt', 'datePaidGmt', 'datePaid', 'orderDate'],
			...[...PURCHASE_TIMES, 'timestamp', 'time'],
		],
	},
];

/** The customer in items about nothing but customers, where a plain ID is the customer's. */
export const LONE_CUSTOMER_ID: Field = { ...CUSTOMER_ID, otherNames: [...(CUSTOMER_ID.otherNames ?? []), 'id'] };

/** The order that a record is about. */
export const ORDER_ID: Field = {
	name: 'orderId',
	label: 'Order ID',
	description: 'Permanent ID of the order',
	type: 'recordId',
	required: true,
	otherNames: ['id', 'orderNumber', 'orderNo', 'orderReference', 'number', 'orderName'],
};

/**
 * What all records with a transaction ID share: Gameball accepts each ID only once and refuses a repeat with code 9004,
 * and it accepts each time only once per customer, with code 9003 (docs/api.md, "Create a batch" and "Errors").
 */
export const TRANSACTIONAL = {
	identity: 'transactionId',
	isIdentityUnique: true,
	resultKeys: [
		['transactionId', 'transactionId'],
		['customerId', 'customerId'],
	],
	isIdempotent: true,
	isSale: true,
	existsCode: 9004,
	uniqueTime: 'transactionTime',
	takesCustom: false,
	toEntry: ({ values }) => values,
} satisfies Partial<RecordType>;
