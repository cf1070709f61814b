import { normalizeAll, normalizeName } from '../columns/names';
import { NO, YES } from '../words';

const YES_WORDS = normalizeAll(YES);
const NO_WORDS = normalizeAll(NO);

/** Reads a cell that says yes or no; returns undefined for anything else. */
export function readYesNo(cell: unknown): boolean | undefined {
	if (typeof cell === 'boolean') return cell;
	if (typeof cell !== 'string' && typeof cell !== 'number') return undefined;
	const word = normalizeName(String(cell));
	return YES_WORDS.has(word) ? true : NO_WORDS.has(word) ? false : undefined;
}
