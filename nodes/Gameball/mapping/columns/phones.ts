import { foldDigits } from './cells';

/** The country codes (ITU E.164) in whose international numbers the leading zero of a local number stays. */
const KEEPS_ZERO: ReadonlySet<string> = new Set(['39', '378', '379']);

/** The number of digits from which on a number that starts with the country code is an international one. */
const MIN_INTERNATIONAL = 11;

/** A number without its country code. Two numbers in a cell, or one with an extension, are longer or have letters. */
const LOCAL = /^\d{4,15}$/;

/** Tells whether a cell is a country's dialing code, such as 966, +966 or 00966, and not a country such as SA. */
const isDialCode = (cell: unknown): boolean => /^(?:\+|00)?[1-9]\d{0,3}$/.test(String(cell).trim());

/**
 * Joins a country code and a phone number. A number that already has the code stays as it is.
 *
 * @param code anything else than digits, `+` and a leading `00` is no code
 * @example joinPhone('966', '0501234567') // '+966501234567'
 */
export function joinPhone(code: string, number: string): string {
	const [digits, local] = [foldDigits(code).trim(), foldDigits(number).trim()];
	if (!isDialCode(digits)) return number;
	const country = digits.replace(/^(?:\+|00)/, '');
	const bare = local.replace(/[\s().\-/]/g, '');
	if (!LOCAL.test(bare) || bare.startsWith('00')) return number;
	if (bare.startsWith(country) && bare.length >= MIN_INTERNATIONAL) return number;
	return `+${country}${KEEPS_ZERO.has(country) ? bare : bare.replace(/^0/, '')}`;
}
