import { FOOTERS, TOTALS } from '../words';
import { normalizeAll, normalizeName } from './names';

const TOTAL_WORDS = normalizeAll(TOTALS);

/** The number of records that some exporters add to a total. */
const COUNT = /\(\d+ [^)]*\)|\d+ (?:records?|rows?)$/i;

/** The maximum length of such a line. */
const MAX_LENGTH = 300;

/** Tells whether a text is what exporters write in a line of its own: the word of a total, or a footer. */
export function isExportersLine(text: string): boolean {
	if (text.length > MAX_LENGTH) return false;
	if (text.includes(' ') && FOOTERS.test(text)) return true;
	// An identifier has digits or an @, nearly always: that costs less than a look into the table.
	const label = text.includes(' ') ? text.replace(COUNT, '') : text;
	return !/[\d@]/.test(label) && TOTAL_WORDS.has(normalizeName(label));
}
