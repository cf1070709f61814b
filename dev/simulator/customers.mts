import type { Outcome } from './jobs.mts';

/** A customer record as it stands in the body of a create request. */
export interface CustomerEntry {
	readonly customerId: string;
	readonly [attribute: string]: unknown;
}

/** Why a customer is refused, if it is. */
interface Refusal {
	readonly applies: (entry: CustomerEntry) => boolean;
	readonly result: { readonly message: string } | { readonly error: string };
}

/** An attribute, wherever the flat or the nested shape has it. */
function attribute(entry: CustomerEntry, name: string): unknown {
	const { customerAttributes } = entry;
	const nested = typeof customerAttributes === 'object' && customerAttributes !== null ? customerAttributes : {};
	return entry[name] ?? (nested as Record<string, unknown>)[name];
}

/** What provokes a refusal from the data. Reasons stand under `error` or under `message`, as both occur in the API. */
const REFUSALS: readonly Refusal[] = [
	{
		applies: (entry) => entry.customerId.startsWith('refuse-'),
		result: { error: 'Failed to create customer' },
	},
	{
		applies: (entry) => {
			const email = attribute(entry, 'email');
			return email !== undefined && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(String(email));
		},
		result: { error: 'Email is not valid' },
	},
	{
		applies: (entry) => {
			const mobile = attribute(entry, 'mobile');
			return mobile !== undefined && String(mobile).replace(/\D/g, '').length < 7;
		},
		result: { message: 'Mobile number is not valid' },
	},
];

/** The customers of the account. */
export class Customers {
	/** By customer ID, as they were last sent, merged with what was sent before. */
	readonly byId = new Map<string, CustomerEntry>();

	/** Creates or updates a customer (an update merges), or refuses it. */
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
