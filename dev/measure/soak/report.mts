import { markdownTable } from 'markdown-table';
import type { SoakFigures } from './run.mts';

/** The file of the figures behind the README's table, from the root of the project. */
export const FIGURES = 'dev/measure/soak/results.json';

/** The promises that the node keeps with any faults. */
const PROMISES: ReadonlyArray<readonly [promise: string, isKept: (figures: SoakFigures) => boolean]> = [
	['every item comes out once', ({ itemsOut, customers }) => itemsOut === customers],
	[
		'the output names every job whose ID was not lost',
		({ jobsNamed, jobs, jobsWithLostAnswer }) => jobsNamed === jobs - jobsWithLostAnswer,
	],
	['the output reports no item wrongly', ({ wrongReports }) => wrongReports === 0],
	['the documented rates are kept', ({ peaks }) => peaks.inOneSecond <= 30 && peaks.in30Seconds <= 360],
	['no key is in the data of the execution', ({ keysShown }) => keysShown === 0],
	[
		'where a repeat is harmless, everything arrives',
		({ isRepeatHarmless, arrived, errors, customers }) => !isRepeatHarmless || (arrived === customers && errors === 0),
	],
	[
		'where it is not, nothing is processed twice',
		({ isRepeatHarmless, repeated }) => isRepeatHarmless || repeated === 0,
	],
];

/** Finds the promises that a soak has broken. */
export const findBrokenPromises = (figures: SoakFigures): string[] =>
	PROMISES.filter(([, isKept]) => !isKept(figures)).map(([promise]) => promise);

const number = (value: number): string => value.toLocaleString('en-US');

/** The lines of the table. */
const LINES: ReadonlyArray<readonly [line: string, value: (figures: SoakFigures) => string]> = [
	['Records, in batches of', ({ customers, batchSize }) => `${number(customers)}, ${number(batchSize)}`],
	['Requests', ({ requests }) => number(requests)],
	['… dropped before the work', ({ injectedFaults }) => number(injectedFaults.dropped)],
	['… answered with 500, 502, 503 or 504', ({ injectedFaults }) => number(injectedFaults.failed)],
	['… answered too late, after the work', ({ injectedFaults }) => number(injectedFaults.late)],
	['… refused with 429', ({ injectedFaults }) => number(injectedFaults.refused)],
	['Most requests in a second (30 allowed)', ({ peaks }) => number(peaks.inOneSecond)],
	['Most requests in 30 seconds (360 allowed)', ({ peaks }) => number(peaks.in30Seconds)],
	['Minutes it would have taken', ({ minutes }) => minutes.toFixed(1)],
	['Jobs', ({ jobs }) => number(jobs)],
	['… named in the output', ({ jobsNamed }) => number(jobsNamed)],
	['… whose ID was lost with the answer', ({ jobsWithLostAnswer }) => number(jobsWithLostAnswer)],
	['Records that arrived', ({ arrived }) => number(arrived)],
	['Records processed twice', ({ repeated }) => number(repeated)],
	['Items that came out, each once', ({ itemsOut }) => number(itemsOut)],
	['… as an error', ({ errors }) => number(errors)],
	['… that says the item may have been taken', ({ errorsThatMayHaveWorked }) => number(errorsThatMayHaveWorked)],
	['Items that the output reports wrongly', ({ wrongReports }) => number(wrongReports)],
	['Keys in the data of the execution', ({ keysShown }) => number(keysShown)],
];

/** Makes a table in Markdown of the figures, for the terminal and for the README. */
export const soakTable = (all: readonly SoakFigures[]): string =>
	markdownTable(
		[
			[
				'',
				...all.map(({ isRepeatHarmless }) =>
					isRepeatHarmless ? 'Customers: a repeat is harmless' : 'Balance adjustments: a repeat is harmful',
				),
			],
			...LINES.map(([line, value]) => [line, ...all.map(value)]),
		],
		{ align: ['l', ...all.map(() => 'r')] },
	);
