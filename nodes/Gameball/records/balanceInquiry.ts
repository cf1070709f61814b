import { LONE_CUSTOMER_ID } from './commonFields';
import type { RecordType } from './RecordType';

/** Balance inquiry: `POST /integrations/batch/balance-inquiry` requests balances (docs/api.md, "Create a batch"). */
export const balanceInquiry: RecordType = {
	name: 'balanceInquiry',
	displayName: 'Balance Inquiry',
	description: 'Request customer balances',
	path: 'balance-inquiry',
	fields: [LONE_CUSTOMER_ID],
	identity: 'customerId',
	isIdentityUnique: true,
	resultKeys: [['customerId', 'customerId']],
	isIdempotent: true,
	onRepeat: 'Only reads data, so you can send it again at any time',
	takesCustom: false,
	toEntry: ({ values }) => values,
};
