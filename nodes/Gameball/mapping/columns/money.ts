/** The currencies without minor units (ISO 4217, as Stripe lists them). */
const ZERO_DECIMAL = new Set(
	'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF UGX VND VUV XAF XOF XPF'.split(' ').map((code) => code.toLowerCase()),
);

/** The currencies with three decimals. */
const THREE_DECIMAL = new Set(['bhd', 'iqd', 'jod', 'kwd', 'lyd', 'omr', 'tnd']);

/**
 * Converts an amount in the minor units of a currency, such as cents, to the currency itself.
 *
 * @param currency an ISO 4217 code in any case
 * @returns undefined if the amount is not a whole number or the currency is missing: the unit would be a guess
 * @example toMajorUnits(1099, 'usd') // 10.99
 */
export function toMajorUnits(amount: unknown, currency: unknown): number | undefined {
	if (typeof amount !== 'number' || !Number.isInteger(amount) || typeof currency !== 'string') return undefined;
	const code = currency.toLowerCase();
	const decimals = ZERO_DECIMAL.has(code) ? 0 : THREE_DECIMAL.has(code) ? 3 : 2;
	return amount / 10 ** decimals;
}
