import type { IExecuteFunctions } from 'n8n-workflow';
import { addHint } from '../../addHint';
import { countOf } from '../../../countOf';
import { hintRecords } from '../reporting/hints';
import type { CheckedFile } from './check';
import type { FileRun } from './run';

/** Adds hints about the whole file. */
export function hintFile(
	context: IExecuteFunctions,
	{ rows, invalid, missed, validCount, blankCount }: CheckedFile,
	duplicateCount = 0,
): void {
	const { notes, mapper, source } = rows;
	const itemCount = validCount + blankCount + invalid.count;
	if (itemCount === 0) addHint(context, `${source.name} contains no rows to send.`);
	hintRecords(
		context,
		{ unit: 'row', itemCount, invalidCount: invalid.count, firstInvalid: invalid.first, blankCount },
		duplicateCount,
		mapper.report,
	);
	if (notes.shortRows > 0) {
		addHint(
			context,
			`${countOf(notes.shortRows, 'row has', 'rows have')} fewer cells than the header. Missing cells count as empty.`,
		);
	}
	if (notes.nameless.size > 0) {
		const numbers = [...notes.nameless].sort((one, other) => one - other).slice(0, 10);
		const [were, they] =
			numbers.length === 1 ? ['Column', 'was not sent because it has'] : ['Columns', 'were not sent because they have'];
		addHint(context, `${were} ${numbers.join(', ')} ${they} no name in the header.`);
	}
	if (missed.countOfOthers > 0) {
		const listed = missed.rows.length;
		addHint(
			context,
			`${listed.toLocaleString('en-US')} of ${countOf(missed.count, 'row')} that did not arrive ${listed === 1 ? 'is' : 'are'} listed. Raise 'Max Reported' to list more.`,
		);
	}
}

/** Adds hints about rows that were not sent again, and about those for which Gameball refused their batch. */
export function hintUnsentRows({ context, outcome: { alreadySent, rejected } }: FileRun): void {
	const [first] = alreadySent.rows;
	if (first !== undefined) {
		const count = countOf(alreadySent.count, 'record was', 'records were');
		addHint(context, `${count} not sent again. Row ${first.row}: ${first.message}.`);
	}
	const [line] = rejected.lines;
	if (line !== undefined) addHint(context, `Gameball refused ${countOf(rejected.count, 'row')}. ${line}`);
}

/** Adds a hint that everything that was sent has arrived: with the output 'Records' nothing else would say so. */
export function hintArrived({ context, outcome: { jobs } }: FileRun): void {
	const sent = jobs.reduce((sum, { recordCount }) => sum + recordCount, 0);
	addHint(context, `${countOf(sent, 'row')} arrived in ${countOf(jobs.length, 'job')}.`);
}
