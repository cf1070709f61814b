import { balanceAdjustment } from './balanceAdjustment';
import { balanceInquiry } from './balanceInquiry';
import { cashback } from './cashback';
import { customer } from './customer';
import { event } from './event';
import { order } from './order';
import { orderTransaction } from './orderTransaction';
import type { RecordType } from './RecordType';
import { redemption } from './redemption';

/** Every record type the node can send. A new one is a file beside this one and a line in this list. */
export const recordTypes: readonly RecordType[] = [
	balanceAdjustment,
	balanceInquiry,
	cashback,
	customer,
	event,
	order,
	orderTransaction,
	redemption,
];
