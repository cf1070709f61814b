import { CUSTOMER_ID } from './commonFields';
import type { RecordType } from './RecordType';

/**
 * Balance adjustments: `POST /integrations/batch/balance-adjustment` adds to balances or deducts from them. Nothing tells one
 * adjustment from another, so a repeat pays twice (docs/api.md, "Create a batch"). An amount need not be a number of
 * points, so a column named Points is not an amount (docs/api.md, "What could not be verified").
 */
export const balanceAdjustment: RecordType = {
	name: 'balanceAdjustment',
	displayName: 'Balance Adjustment',
	description: 'Add to or deduct from customer balances',
	path: 'balance-adjustment',
	fields: [
		CUSTOMER_ID,
		{
			name: 'amount',
			label: 'Amount',
			description:
				'Amount to add to the balance; a negative amount is deducted. Test with one customer whether it counts points or money.',
			type: 'amount',
			required: true,
			otherNames: ['adjustment', 'delta', 'value'],
		},
		{
			name: 'reason',
			label: 'Reason',
			description: 'Reason for the adjustment, for the balance history',
			type: 'text',
			otherNames: ['note', 'comment', 'description'],
		},
	],
	identity: 'customerId',
	isIdentityUnique: false,
	resultKeys: [['customerId', 'customerId']],
	isIdempotent: false,
	onRepeat: 'If you send the same adjustments again, Gameball applies them again',
	howToCheck:
		"To find out, read the customer's transactions in an HTTP Request node with this credential (GET …/integrations/transactions?customerId=…). The example 'check-uncertain-adjustments' shows how",
	takesCustom: false,
	amounts: ['amount'],
	toEntry: ({ values }) => values,
};
