import { markdownTable } from 'markdown-table';
import type { SoakFigures } from './run.mts';

/** The file of the figures behind the table, from the root of the project. */
export const FIGURES = 'dev/measure/soak/results.json';

/** The promises that the node keeps with any faults. */
const PROMISES: ReadonlyArray<readonly [promise: string, isKept: (figures: SoakFigures) => boolean]> = [
	['every item comes out once', ({ itemsOut, customers }) => itemsOut === customers],
	[
		'the output names every job whose ID was not lost, but for those of a run that n8n made again',
		({ retryOnFail, jobsNamed, jobs, jobsWithLostAnswer }) => retryOnFail || jobsNamed === jobs - jobsWithLostAnswer,
	],
	['the output reports no item wrongly', ({ wrongReports }) => wrongReports === 0],
	['the documented rates are kept', ({ peaks }) => peaks.inOneSecond <= 30 && peaks.in30Seconds <= 360],
	['no key is in the data of the execution', ({ keysShown }) => keysShown === 0],
	[
		'where a repeat does no harm, everything arrives but what Gameball does not accept',
		({ recordType, arrived, errors, customers, poisoned }) =>
			recordType === 'balanceAdjustment' || (arrived === customers - poisoned && errors === poisoned),
	],
	[
		'where it does, nothing is processed twice',
		({ recordType, repeated }) => recordType !== 'balanceAdjustment' || repeated === 0,
	],
	['no balance is more than the rows say', ({ overpaid }) => overpaid === 0],
];

/** Finds the promises that a soak has broken. */
const findBrokenPromises = (figures: SoakFigures): string[] =>
	PROMISES.filter(([, isKept]) => !isKept(figures)).map(([promise]) => promise);

/** Finds what is wrong with a soak: promises that it has broken, and faults without which it would prove nothing. */
export const findFlaws = (figures: SoakFigures): string[] => [
	...findBrokenPromises(figures),
	...Object.entries(figures.injectedFaults)
		.filter(([, count]) => count === 0)
		.map(([fault]) => `no request was ${fault}`),
	...(figures.recordType === 'balanceAdjustment' && figures.errorsThatMayHaveWorked === 0
		? ['no error says that the item may have been taken']
		: []),
];

const number = (value: number): string => value.toLocaleString('en-US');

/** The lines of the table. */
const LINES: ReadonlyArray<readonly [line: string, value: (figures: SoakFigures) => string]> = [
	['Records, in batches of', ({ customers, batchSize }) => `${number(customers)}, ${number(batchSize)}`],
	['… for which Gameball refuses their batch', ({ poisoned }) => number(poisoned)],
	['Requests', ({ requests }) => number(requests)],
	['… dropped before the work', ({ injectedFaults }) => number(injectedFaults.dropped)],
	['… answered with 500, 502, 503 or 504, and with both keys', ({ injectedFaults }) => number(injectedFaults.failed)],
	['… answered too late, after the work', ({ injectedFaults }) => number(injectedFaults.late)],
	['… answered a byte a second, after the work', ({ injectedFaults }) => number(injectedFaults.dripped)],
	['… with an answer that is cut off, after the work', ({ injectedFaults }) => number(injectedFaults.cut)],
	['… with an answer of 100 MB, after the work', ({ injectedFaults }) => number(injectedFaults.oversized)],
	['… refused with 429', ({ injectedFaults }) => number(injectedFaults.refused)],
	['Most requests in a second (30 allowed)', ({ peaks }) => number(peaks.inOneSecond)],
	['Most requests in 30 seconds (360 allowed)', ({ peaks }) => number(peaks.in30Seconds)],
	['Minutes it would have taken', ({ minutes }) => minutes.toFixed(1)],
	['Jobs', ({ jobs }) => number(jobs)],
	['… named in the output', ({ jobsNamed }) => number(jobsNamed)],
	['… whose ID was lost with the answer', ({ jobsWithLostAnswer }) => number(jobsWithLostAnswer)],
	['Records that arrived', ({ arrived }) => number(arrived)],
	['Records processed twice', ({ repeated }) => number(repeated)],
	['Customers who were paid twice', ({ overpaid }) => number(overpaid)],
	['Items that came out, each once', ({ itemsOut }) => number(itemsOut)],
	['… as an error', ({ errors }) => number(errors)],
	['… that says the item may have been taken', ({ errorsThatMayHaveWorked }) => number(errorsThatMayHaveWorked)],
	['Items that the output reports wrongly', ({ wrongReports }) => number(wrongReports)],
	['Keys in the data of the execution', ({ keysShown }) => number(keysShown)],
];

const TITLES: Readonly<Record<SoakFigures['recordType'], string>> = {
	customer: 'Customers: a repeat is harmless',
	balanceAdjustment: 'Balance adjustments: a repeat is harmful',
	cashback: 'Cashback: a repeat is refused',
};

/** Makes a table in Markdown of the figures, for the terminal and for the README. */
export const soakTable = (all: readonly SoakFigures[]): string =>
	markdownTable(
		[
			[
				'',
				...all.map(
					({ recordType, retryOnFail }) => `${TITLES[recordType]}${retryOnFail ? ', with Retry On Fail' : ''}`,
				),
			],
			...LINES.map(([line, value]) => [line, ...all.map(value)]),
		],
		{ align: ['l', ...all.map(() => 'r')] },
	);
