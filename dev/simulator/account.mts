import { Customers, type CustomerEntry } from './customers.mts';
import type { Outcome, RecordResult } from './jobs.mts';

/** An order as it was sent. */
interface OrderEntry {
	readonly customerId: string;
	readonly orderId: string;
	readonly orderDate: string;
	readonly totalPaid: number;
	readonly [attribute: string]: unknown;
}

interface AdjustmentEntry {
	readonly customerId: string;
	readonly amount: number;
	readonly reason?: string | null;
}

/** A transaction as `GET /transactions` lists it (docs/api.md, "Transactions"). */
interface ListedTransaction {
	readonly gameballTransactionId: string;
	readonly transactionId: string | null;
	readonly type: string;
	readonly direction: '+' | '-';
	readonly customerId: string;
	readonly amount: number;
	readonly transactionTime: string;
	readonly status: 'Active';
	readonly reason: string | null;
}

interface Transaction {
	readonly customerId: string;
	readonly transactionId: string;
	/** In ISO 8601. */
	readonly transactionTime: string;
}

interface CashbackEntry extends Transaction {
	readonly amount: number;
}

interface RedemptionEntry extends Transaction {
	readonly amount?: number;
	readonly points?: number;
	readonly holdReference?: string;
}

interface EventEntry {
	readonly customerId: string;
	readonly events: Readonly<Record<string, object>>;
}

/** A kind of batch. */
interface Kind {
	readonly path: string;
	/** The API's name for its jobs. */
	readonly operation: string;
	/** The JSON schema of an entry. */
	readonly entry: object;
	process(account: Account, entry: never): Outcome;
}

/** The points of every hold, whatever its reference. */
const HELD_POINTS = 10;

const accept = (result: RecordResult): Outcome => ({ isAccepted: true, result });
const refuse = (result: RecordResult): Outcome => ({ isAccepted: false, result });

/** An account, as its jobs have changed it. */
export class Account {
	readonly customers = new Customers();
	readonly orders = new Map<string, OrderEntry>();
	/** The balances by customer ID, in points; a unit of money is a point. */
	readonly balances = new Map<string, number>();
	/** The transaction IDs of cashback and redemptions. */
	private readonly transactions = new Set<string>();
	/** The customers and times of those. */
	private readonly transactionTimes = new Set<string>();
	/** The balance adjustments, in their order. */
	readonly adjustments: ListedTransaction[] = [];
	/** The counts of events, by customer ID and event name. */
	readonly events = new Map<string, Map<string, number>>();
	/** The number of times each record was processed, by its path and content. */
	readonly timesProcessed = new Map<string, number>();

	getBalance(customerId: string): number {
		return this.balances.get(customerId) ?? 0;
	}

	/** Adds to a balance; returns the new one, or undefined if it would be negative. */
	move(customerId: string, amount: number): number | undefined {
		const balance = this.getBalance(customerId) + amount;
		if (balance < 0) return undefined;
		this.balances.set(customerId, balance);
		return balance;
	}

	/** Adds a transaction unless `make` refuses; returns the reason why it is refused. */
	addTransaction(
		{ customerId, transactionId, transactionTime }: Transaction,
		make: () => string | undefined,
	): { code?: number; error: string } | undefined {
		const moment = `${customerId} ${Date.parse(transactionTime)}`;
		if (this.transactions.has(transactionId)) return { code: 9004, error: 'Transaction ID already exists' };
		if (this.transactionTimes.has(moment)) return { code: 9003, error: 'Transaction time already exists' };
		const error = make();
		if (error !== undefined) return { error };
		this.transactions.add(transactionId);
		this.transactionTimes.add(moment);
		return undefined;
	}

	/** Processes an entry of a batch. */
	process(kind: Kind, entry: unknown): Outcome {
		const key = `${kind.path} ${JSON.stringify(entry)}`;
		this.timesProcessed.set(key, (this.timesProcessed.get(key) ?? 0) + 1);
		return kind.process(this, entry as never);
	}
}

const text = { type: 'string', minLength: 1 };
const time = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z$' };
const number = { type: 'number' };

const object = (
	required: Readonly<Record<string, object>>,
	optional: Readonly<Record<string, object>> = {},
): object => ({
	type: 'object',
	required: Object.keys(required),
	properties: { ...required, ...optional },
});

const transaction = { customerId: text, transactionId: text, transactionTime: time };

/** The kinds of batches (docs/api.md, "Create a batch"). */
export const KINDS: readonly Kind[] = [
	{
		path: 'customers',
		operation: 'Customer Creation Batch Job',
		entry: object({ customerId: text }),
		process: ({ customers }, entry: CustomerEntry) => customers.process(entry),
	},
	{
		path: 'orders',
		operation: 'Order Tracking Batch Job',
		entry: object(
			{ customerId: text, orderId: text, orderDate: time, totalPaid: number },
			{ lineItems: { type: 'array' } },
		),
		process(account, entry: OrderEntry) {
			const { customerId, orderId, totalPaid } = entry;
			if (!account.orders.has(orderId)) account.move(customerId, totalPaid);
			account.orders.set(orderId, entry);
			return accept({ customerId, orderId, message: 'Order tracked successfully' });
		},
	},
	{
		path: 'orders/transactions',
		operation: 'Order Transactions Batch Job',
		entry: text,
		process({ orders }, orderId: string) {
			const order = orders.get(orderId);
			// The API gives the order ID of a failed entry this name.
			if (order === undefined) return refuse({ customerId: orderId, error: 'Order not found' });
			const { customerId, totalPaid } = order;
			return accept({ orderId, customerId, transactions: [{ type: 'earned', points: totalPaid }] });
		},
	},
	{
		path: 'balance-inquiry',
		operation: 'Balance Inquiry Batch Job',
		entry: object({ customerId: text }),
		process: (account, { customerId }: { customerId: string }) =>
			accept({ customerId, balance: account.getBalance(customerId) }),
	},
	{
		path: 'balance-adjustment',
		operation: 'Balance Adjustment Batch Job',
		entry: object({ customerId: text, amount: number }, { reason: { type: 'string' } }),
		process(account, { customerId, amount, reason = null }: AdjustmentEntry) {
			const balance = account.move(customerId, amount);
			if (balance === undefined) return refuse({ customerId, error: 'Insufficient balance' });
			account.adjustments.push({
				gameballTransactionId: String(account.adjustments.length + 1),
				transactionId: null,
				type: 'Adjustment',
				direction: amount < 0 ? '-' : '+',
				customerId,
				amount: Math.abs(amount),
				// The API's times are in UTC and name no zone.
				transactionTime: new Date().toISOString().replace('Z', ''),
				status: 'Active',
				reason,
			});
			return accept({ customerId, message: 'Balance adjusted successfully' });
		},
	},
	{
		path: 'cashback',
		operation: 'Cashback Batch Job',
		entry: object({ ...transaction, amount: number }),
		process(account, entry: CashbackEntry) {
			const { customerId, transactionId, amount } = entry;
			const refusal = account.addTransaction(entry, () => {
				account.move(customerId, amount);
				return undefined;
			});
			if (refusal !== undefined) return refuse({ customerId, transactionId, ...refusal });
			return accept({ customerId, transactionId, message: 'Cashback rewarded successfully' });
		},
	},
	{
		path: 'redeem',
		operation: 'Redemption Batch Job',
		entry: object(transaction, { amount: number, points: { type: 'integer' }, holdReference: text }),
		process(account, entry: RedemptionEntry) {
			const { customerId, transactionId, amount, points, holdReference } = entry;
			const taken = points ?? amount ?? (holdReference === undefined ? undefined : HELD_POINTS);
			const refusal = account.addTransaction(entry, () => {
				if (taken === undefined) return 'Nothing to redeem';
				return account.move(customerId, -taken) === undefined ? 'Insufficient balance' : undefined;
			});
			if (refusal !== undefined) return refuse({ customerId, transactionId, ...refusal });
			return accept({ customerId, transactionId, message: 'Redeemed successfully' });
		},
	},
	{
		path: 'events',
		operation: 'Events Batch Job',
		entry: object({ customerId: text, events: { type: 'object', additionalProperties: { type: 'object' } } }),
		process(account, { customerId, events }: EventEntry) {
			const counts = account.events.get(customerId) ?? new Map<string, number>();
			for (const name of Object.keys(events)) counts.set(name, (counts.get(name) ?? 0) + 1);
			account.events.set(customerId, counts);
			return accept({ customerId, message: 'Events sent successfully' });
		},
	},
];
