import { customer } from './customer';
import type { RecordType } from './RecordType';

/** Every record type the node can send. A new one is a file beside this one and a line in this list. */
export const recordTypes: readonly RecordType[] = [customer];
