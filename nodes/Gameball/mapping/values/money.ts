/** The currencies without minor units (ISO 4217, as Stripe lists them). */
const ZERO_DECIMAL: ReadonlySet<string> = new Set(
	'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF UGX VND VUV XAF XOF XPF'.split(' '),
);

/** The currencies with three decimals. */
const THREE_DECIMAL: ReadonlySet<string> = new Set('BHD IQD JOD KWD LYD OMR TND'.split(' '));

/** Reads the code of a currency (ISO 4217), in any case; returns undefined for anything else. */
export const readCurrencyCode = (text: string): string | undefined =>
	/^[a-z]{3}$/i.test(text) ? text.toUpperCase() : undefined;

/** The number of decimals of a currency. @param code an ISO 4217 code in capital letters */
export const countDecimals = (code: string): number => (ZERO_DECIMAL.has(code) ? 0 : THREE_DECIMAL.has(code) ? 3 : 2);

/**
 * Converts a whole amount in the minor units of a currency, such as cents, to the currency itself.
 *
 * @example toMajorUnits(1099, 'USD') // 10.99
 */
export const toMajorUnits = (amount: number, code: string): number => amount / 10 ** countDecimals(code);
