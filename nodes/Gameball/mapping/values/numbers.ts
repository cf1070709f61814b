import { foldDigits } from '../columns/cells';
import { quote } from '../../text';
import { Invalid, Undecided, type Rule, type RuleColumn } from './rule';
import type { DecimalSign, Proof } from './runFacts';

/** A currency's sign or its code, before or after an amount; Arabic currencies are often written in letters. */
const CURRENCY =
	/^(?:\p{Sc}\s*|[A-Z]{3}\s+|\p{Script=Arabic}[\p{Script=Arabic}.]*\s*)|(?:\s*\p{Sc}|\s+[A-Z]{3}|\s*\p{Script=Arabic}[\p{Script=Arabic}.]*)$/gu;

/** The maximum length of text that is read as a number. */
const MAX_LENGTH = 64;

const PLAIN = /^[+-]?\d+(?:\.\d+)?$/;

/** A number whose only separator can mean decimals or thousands. */
const AMBIGUOUS = /^[+-]?[1-9]\d{0,2}([.,])\d{3}$/;

/** A number with thousands in groups, whose separator and whose decimal sign differ. */
const GROUPED = /^([+-]?\d{1,3})(?:([.,'’\s])\d{3})(?:\2\d{3})*(?:([.,])\d+)?$/;

/** The Arabic signs before decimals and between thousands, each of which has only one meaning. */
const ARABIC_SIGN = /[٫٬]/;

/** Writes a number with the digits 0 to 9, without its currency and without Arabic signs. */
const simplify = (cell: string): string =>
	foldDigits(cell)
		.replaceAll(/٬(?=\d{3}(?!\d))/g, '')
		.replace('٫', '.')
		.replace(CURRENCY, '')
		.trim();

/**
 * Rewrites a number with a decimal point and without separators of thousands; returns undefined if it is none.
 *
 * @param cell the text as it was
 * @param sign learns the decimal sign that the text shows
 */
function toPlain(text: string, cell: string, sign: Proof<DecimalSign> | undefined): string | undefined {
	if (PLAIN.test(text)) {
		if (text.includes('.')) sign?.prove('.', cell);
		return text;
	}
	const decimal = /^[+-]?\d+,\d+$/.exec(text);
	if (decimal !== null) {
		sign?.prove(',', cell);
		return text.replace(',', '.');
	}
	const [, , group, point] = GROUPED.exec(text) ?? [];
	if (group === undefined || group === point) return /^[+-]?\d+(?:\.\d+)?e[+-]?\d+$/i.test(text) ? text : undefined;
	if (group === '.' || point === ',') sign?.prove(',', cell);
	else if (group === ',' || point === '.') sign?.prove('.', cell);
	const joined = text.replaceAll(group, '').replace(/[’'\s]/g, '');
	return point === ',' ? joined.replace(',', '.') : joined;
}

/** Reads a number whose only separator is ambiguous by what its column proves. @param text the cell without its currency */
function readAmbiguous(cell: string, text: string, separator: string, sign: Proof<DecimalSign>): number | Invalid {
	const { reading, contradiction } = sign;
	const [whole, decimal] = [text.replace(separator, ''), text.replace(separator, '.')].map(Number);
	if (reading !== undefined) {
		sign.isUsed = true;
		return (reading === separator ? decimal : whole) ?? NaN;
	}
	const [first, second] = contradiction;
	return new Undecided(
		`${quote(cell)} can mean ${whole} or ${decimal}`,
		first === undefined
			? `No other number in the column shows which one; write it as ${whole}, or with more or fewer than three decimals`
			: `The column has numbers such as ${quote(first)} and ${quote(second)}; use one format for all`,
	);
}

/** Makes the rule for numbers, which text may write with a currency and with separators of thousands. */
export const makeNumberRule =
	({ decimalSign }: RuleColumn): Rule =>
	(cell) => {
		if (typeof cell === 'number' && Number.isFinite(cell)) return cell;
		if (typeof cell !== 'string' || cell.length > MAX_LENGTH) return new Invalid(`${quote(cell)} is not a number`);
		// Most numbers in text need no rewriting, which takes ten times as long as this test.
		const isPlain = PLAIN.test(cell);
		const text = isPlain ? cell : simplify(cell);
		const isArabic = !isPlain && ARABIC_SIGN.test(cell);
		const [, separator] = isArabic ? [] : (AMBIGUOUS.exec(text) ?? []);
		if (separator !== undefined) return readAmbiguous(cell, text, separator, decimalSign);
		const plain = toPlain(text, cell, isArabic ? undefined : decimalSign);
		if (plain === undefined) return new Invalid(`${quote(cell)} is not a plain number`);
		const number = Number(plain);
		return Number.isFinite(number) ? number : new Invalid(`${quote(cell)} is too large for a number`);
	};

/** Makes the rule for whole numbers. */
export function makeIntegerRule(column: RuleColumn): Rule {
	const toNumber = makeNumberRule(column);
	return (cell, options) => {
		const number = toNumber(cell, options);
		return number instanceof Invalid || Number.isSafeInteger(number)
			? number
			: new Invalid(`${quote(cell)} is not a whole number`);
	};
}
