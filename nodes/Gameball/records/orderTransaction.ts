import { ORDER_ID } from './commonFields';
import type { RecordType } from './RecordType';

/**
 * Order transactions: `POST /integrations/batch/orders/transactions` asks what orders earned and cost. Its entries are the
 * IDs of orders, and its results name a refused order under `customerId` (docs/api.md, "Create a batch" and "Read a job").
 */
export const orderTransaction: RecordType = {
	name: 'orderTransaction',
	displayName: 'Order Transaction',
	description: 'Ask for the loyalty transactions of orders',
	path: 'orders/transactions',
	fields: [{ ...ORDER_ID, description: 'The ID under which the order was sent' }],
	identity: 'orderId',
	isIdentityUnique: true,
	resultKeys: [
		['orderId', 'orderId'],
		['customerId', 'orderId'],
	],
	isRepeatHarmless: true,
	onRepeat: 'Only asks, so it can be sent again at any time',
	takesCustom: false,
	toEntry: ({ values }) => String(values.orderId),
};
