import type { Outcome } from './jobs.mts';

/** A customer in the body of a create request (docs/api.md, "Customer entries"). */
export interface CustomerEntry {
	readonly customerId: string;
	readonly [attribute: string]: unknown;
}

/** A reason to refuse a customer. */
interface Refusal {
	readonly applies: (entry: CustomerEntry) => boolean;
	readonly result: { readonly message: string } | { readonly error: string };
}

/** Finds an attribute in the flat or in the nested shape. */
function findAttribute(entry: CustomerEntry, name: string): unknown {
	const { customerAttributes } = entry;
	const nested = typeof customerAttributes === 'object' && customerAttributes !== null ? customerAttributes : {};
	return entry[name] ?? (nested as Record<string, unknown>)[name];
}

/** The reasons to refuse a customer. They are called `error` or `message`, as both occur (docs/api.md, "Read a job"). */
const REFUSALS: readonly Refusal[] = [
	{
		applies: (entry) => entry.customerId.startsWith('refuse-'),
		result: { error: 'Failed to create customer' },
	},
	{
		applies: (entry) => {
			const email = findAttribute(entry, 'email');
			return email !== undefined && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(String(email));
		},
		result: { error: 'Email is not valid' },
	},
	{
		applies: (entry) => {
			const mobile = findAttribute(entry, 'mobile');
			return mobile !== undefined && String(mobile).replace(/\D/g, '').length < 7;
		},
		result: { message: 'Mobile number is not valid' },
	},
];

/** The customers of the account. */
export class Customers {
	/** The customers as merged from all requests, by customer ID. */
	readonly byId = new Map<string, CustomerEntry>();

	/** Creates a customer, merges it into the one that exists, or refuses it. */
	process(entry: CustomerEntry): Outcome {
		const { customerId } = entry;
		const refusal = REFUSALS.find(({ applies }) => applies(entry));
		if (refusal !== undefined) return { isAccepted: false, result: { customerId, ...refusal.result } };
		const known = this.byId.get(customerId);
		this.byId.set(customerId, { ...known, ...entry });
		return {
			isAccepted: true,
			result: { customerId, message: `Customer ${known ? 'updated' : 'created'} successfully` },
		};
	}
}
