import { CONTACT, CUSTOMER_ID, TRANSACTION, TRANSACTION_EXISTS } from './commonFields';
import type { RecordType } from './RecordType';

/**
 * Cashback: `POST /integrations/batch/cashback` rewards customers for transactions. A transaction ID that Gameball has
 * already is refused with error 9004 (API facts, "Create").
 */
export const cashback: RecordType = {
	name: 'cashback',
	displayName: 'Cashback',
	description: 'Reward customers for what they paid',
	path: 'cashback',
	nests: ['customer', 'billing'],
	fields: [
		CUSTOMER_ID,
		...TRANSACTION,
		{
			name: 'amount',
			label: 'Amount',
			description: 'What the customer paid, in your currency',
			type: 'number',
			required: true,
			otherNames: ['totalPaid', 'total', 'orderTotal', 'grandTotal', 'amountPaid', 'totalPrice', 'value'],
		},
		...CONTACT,
	],
	identity: 'transactionId',
	isIdentityUnique: true,
	resultKeys: [
		['transactionId', 'transactionId'],
		['customerId', 'customerId'],
	],
	isRepeatHarmless: true,
	existsCode: TRANSACTION_EXISTS,
	onRepeat: 'Sent again, transactions that Gameball has already are refused and pay nothing twice',
	takesCustom: false,
	amounts: ['amount'],
	toEntry: ({ values }) => values,
};
