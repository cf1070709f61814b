import { CONTACT, CUSTOMER_ID, TRANSACTION, TRANSACTIONAL } from './commonFields';
import type { RecordType } from './RecordType';

/**
 * Redemptions: `POST /integrations/batch/redeem` takes what customers pay with from their balances. A transaction ID that
 * Gameball has already is refused (docs/api.md, "Create a batch").
 */
export const redemption: RecordType = {
	...TRANSACTIONAL,
	name: 'redemption',
	displayName: 'Redemption',
	description: 'Take from the balances of customers what they pay with',
	path: 'redeem',
	fields: [
		CUSTOMER_ID,
		...TRANSACTION,
		{
			name: 'amount',
			label: 'Amount',
			description: 'What the points are worth, in your currency',
			type: 'number',
			otherNames: ['redeemedAmount', 'value'],
		},
		{
			name: 'points',
			label: 'Points',
			description: 'How many points are taken',
			type: 'integer',
			otherNames: ['redeemedPoints', 'pointsRedeemed'],
		},
		{
			name: 'holdReference',
			label: 'Hold Reference',
			description: 'The reference of points that are on hold for this',
			type: 'identifier',
			otherNames: ['holdId', 'hold'],
		},
		...CONTACT,
	],
	oneOf: ['amount', 'points', 'holdReference'],
	onRepeat: 'Sent again, transactions that Gameball has already are refused and take nothing twice',
	amounts: ['amount', 'points'],
};
