import { CUSTOMER_ID } from './commonFields';
import type { RecordType } from './RecordType';

/**
 * Balance adjustments: `POST /integrations/batch/balance-adjustment` adds to balances or takes from them. Nothing tells one
 * adjustment from another, so a repeat pays twice (docs/api.md, "Create a batch"). An amount need not be a number of
 * points, so a column named Points is no amount (docs/api.md, "What could not be verified").
 */
export const balanceAdjustment: RecordType = {
	name: 'balanceAdjustment',
	displayName: 'Balance Adjustment',
	description: 'Add to the balances of customers, or take from them',
	path: 'balance-adjustment',
	fields: [
		CUSTOMER_ID,
		{
			name: 'amount',
			label: 'Amount',
			description: 'What is added to the balance; less than 0 is taken from it',
			type: 'number',
			required: true,
			otherNames: ['adjustment', 'delta', 'value'],
		},
		{
			name: 'reason',
			label: 'Reason',
			description: 'Why, for the history of the balance',
			type: 'text',
			otherNames: ['note', 'comment', 'description'],
		},
	],
	identity: 'customerId',
	isIdentityUnique: false,
	resultKeys: [['customerId', 'customerId']],
	isRepeatHarmless: false,
	onRepeat: 'Sent again, adjustments are made a second time',
	howToCheck:
		"To find out, read the customer's transactions in an HTTP Request node with this credential (GET …/integrations/transactions?customerId=…), as the example check-uncertain-adjustments does",
	takesCustom: false,
	amounts: ['amount'],
	toEntry: ({ values }) => values,
};
