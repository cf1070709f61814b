import { CONTACT, CUSTOMER_ID, TRANSACTION, TRANSACTIONAL } from './commonFields';
import type { RecordType } from './RecordType';

/**
 * Cashback: `POST /integrations/batch/cashback` rewards customers for transactions. A transaction ID that Gameball has
 * already is refused with error 9004 (docs/api.md, "Create a batch").
 */
export const cashback: RecordType = {
	...TRANSACTIONAL,
	name: 'cashback',
	displayName: 'Cashback',
	description: 'Reward customers for what they paid',
	path: 'cashback',
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
	onRepeat: 'Sent again, transactions that Gameball has already are refused and pay nothing twice',
	amounts: ['amount'],
};
