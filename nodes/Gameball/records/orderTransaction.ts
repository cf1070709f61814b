import { ORDER_ID } from './commonFields';
import type { RecordType } from './RecordType';

/**
 * Order transactions: `POST /integrations/batch/orders/transactions` requests what orders earned and cost. Its entries are
 * order IDs, and its results list a refused order under `customerId` (docs/api.md, "Create a batch" and "Read a job").
 */
export const orderTransaction: RecordType = {
	name: 'orderTransaction',
	displayName: 'Order Transaction',
	description: 'Request the loyalty transactions of orders',
	path: 'orders/transactions',
	fields: [{ ...ORDER_ID, description: 'ID the order was sent with' }],
	identity: 'orderId',
	isIdentityUnique: true,
	resultKeys: [
		['orderId', 'orderId'],
		['customerId', 'orderId'],
	],
	isIdempotent: true,
	onRepeat: 'Only reads data, so you can send it again at any time',
	takesCustom: false,
	toEntry: ({ values }) => String(values.orderId),
};
