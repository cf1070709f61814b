import { CONTACT, CUSTOMER_ID, TRANSACTION, TRANSACTIONAL } from './commonFields';
import type { RecordType } from './RecordType';

/**
 * Redemptions: `POST /integrations/batch/redeem` deducts what customers pay with from their balances. Gameball refuses a
 * transaction ID it already has (docs/api.md, "Create a batch").
 */
export const redemption: RecordType = {
	...TRANSACTIONAL,
	name: 'redemption',
	displayName: 'Redemption',
	description: 'Redeem: deduct what customers spend from their balances',
	path: 'redeem',
	fields: [
		CUSTOMER_ID,
		...TRANSACTION,
		{
			name: 'amount',
			label: 'Amount',
			description: 'Value of the points, in your currency',
			type: 'amount',
			otherNames: ['redeemedAmount', 'value'],
		},
		{
			name: 'points',
			label: 'Points',
			description: 'Number of points to deduct',
			type: 'integer',
			otherNames: ['redeemedPoints', 'pointsRedeemed'],
		},
		{
			name: 'holdReference',
			label: 'Hold Reference',
			description: 'Reference of the points on hold for this redemption',
			type: 'identifier',
			otherNames: ['holdId', 'hold'],
		},
		...CONTACT,
	],
	oneOf: ['amount', 'points', 'holdReference'],
	onRepeat: 'If you send transactions again, Gameball refuses those that it already has, so nothing is deducted twice',
	amounts: ['amount', 'points'],
};
