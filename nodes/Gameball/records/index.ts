import { balanceAdjustment } from './balanceAdjustment';
import { balanceInquiry } from './balanceInquiry';
import { cashback } from './cashback';
import { customer } from './customer';
import { event } from './event';
import { order } from './order';
import { orderTransaction } from './orderTransaction';
import type { RecordType } from './RecordType';
import { redemption } from './redemption';

/** Every record type that the node can send. To add one, add a file beside this one and a line to this list. */
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
