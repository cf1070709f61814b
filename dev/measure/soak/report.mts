import { markdownTable } from 'markdown-table';
import type { SoakFigures } from './run.mts';

/** Where the soak writes its figures, and the README's table comes from; from the root of the project. */
export const FIGURES = 'dev/measure/soak/results.json';

/** What holds in any weather, each with the words for it when it does not. */
const PROMISES: ReadonlyArray<readonly [promise: string, isKept: (figures: SoakFigures) => boolean]> = [
	['every item comes out once', ({ itemsOut, customers }) => itemsOut === customers],
	[
		'the output names every job whose ID Gameball told',
		({ jobsNamed, jobs, jobsUntold }) => jobsNamed === jobs - jobsUntold,
	],
	['no item is told to be there that is not, or not to be there that is', ({ lies }) => lies === 0],
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

/** The promises that a soak has broken. */
export const brokenPromises = (figures: SoakFigures): string[] =>
	PROMISES.filter(([, isKept]) => !isKept(figures)).map(([promise]) => promise);

const number = (value: number): string => value.toLocaleString('en-US');

/** What the table has a line for, in its order. */
const LINES: ReadonlyArray<readonly [line: string, value: (figures: SoakFigures) => string]> = [
	['Records, in batches of', ({ customers, batchSize }) => `${number(customers)}, ${number(batchSize)}`],
	['Requests', ({ requests }) => number(requests)],
	['… dropped before the work', ({ troubles }) => number(troubles.dropped)],
	['… answered with 500, 502, 503 or 504', ({ troubles }) => number(troubles.failed)],
	['… answered too late, after the work', ({ troubles }) => number(troubles.late)],
	['… met with 429', ({ troubles }) => number(troubles.refused)],
	['Most requests in a second (30 allowed)', ({ peaks }) => number(peaks.inOneSecond)],
	['Most requests in 30 seconds (360 allowed)', ({ peaks }) => number(peaks.in30Seconds)],
	['Minutes it would have taken', ({ minutes }) => minutes.toFixed(1)],
	['Jobs', ({ jobs }) => number(jobs)],
	['… named in the output', ({ jobsNamed }) => number(jobsNamed)],
	['… whose answer was lost with their ID', ({ jobsUntold }) => number(jobsUntold)],
	['Records that arrived', ({ arrived }) => number(arrived)],
	['Records processed twice', ({ repeated }) => number(repeated)],
	['Items that came out, each once', ({ itemsOut }) => number(itemsOut)],
	['… as an error', ({ errors }) => number(errors)],
	['… that says they may have been taken', ({ errorsThatMayHaveWorked }) => number(errorsThatMayHaveWorked)],
	['Items of which the output says what is not true', ({ lies }) => number(lies)],
	['Keys in the data of the execution', ({ keysShown }) => number(keysShown)],
];

/** The figures as a table in Markdown, for the terminal and for the README. */
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
