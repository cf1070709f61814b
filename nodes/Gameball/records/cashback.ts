import { CONTACT, CUSTOMER_ID, PAID_AMOUNTS, TRANSACTION, TRANSACTIONAL } from './commonFields';
import type { RecordType } from './RecordType';

/**
 * Cashback: `POST /integrations/batch/cashback` rewards customers for transactions. Gameball refuses a transaction ID
 * it already has with error 9004 (docs/api.md, "Create a batch").
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
			description: 'Amount the customer paid, in your currency',
			type: 'amount',
			required: true,
			otherNames: ['totalPaid', ...PAID_AMOUNTS, 'value'],
		},
		...CONTACT,
	],
	onRepeat: 'If you send transactions again, Gameball refuses those that it already has, so nothing is paid twice',
	amounts: ['amount'],
};
