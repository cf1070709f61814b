/** An attack, what the node does, and the test that shows it. */
interface Attack {
	readonly attack: string;
	readonly happens: string;
	/** The file of the test in `test/`, without its ending. */
	readonly file: string;
	/** The beginning of the test's name. */
	readonly test: string;
}

const attack = (name: string, happens: string, file: string, test: string): Attack => ({
	...{ attack: name, happens, file, test },
});

/** What was attacked, in groups. `test/engine/documents.test.mts` looks for each test. */
export const ATTACKS: ReadonlyArray<readonly [group: string, attacks: readonly Attack[]]> = [
	[
		'Parameters and items',
		[
			attack(
				'A switch or a choice has an unknown value',
				'Nothing is sent; the error lists the values it can have',
				'engine/hints',
				'should be on when dryRun is',
			),
			attack(
				'An item that JSON cannot hold: 8,000 levels deep, in itself, a BigInt',
				'It is invalid; the others arrive',
				'engine/hostile',
				'should be invalid while the others arrive',
			),
			attack(
				'NaN, infinity, a date that does not exist',
				'Left out, never sent as `null`',
				'engine/hostile',
				'should never be sent as null',
			),
			attack(
				'Markup in cells, columns, file names and answers',
				"Shown as text in n8n's editor",
				'engine/html',
				'should show',
			),
			attack(
				'A number of days that no timer can take',
				'The longest possible time',
				'engine/hostile',
				'should not end a request at once',
			),
		],
	],
	[
		'Files',
		[
			attack(
				'The file changes after it was checked',
				'Nothing that was not checked is sent',
				'engine/file',
				'should not be sent any further',
			),
			attack(
				'Megabytes of blanks before the header, a quote that is never closed',
				'Refused, without blocking n8n',
				'unit/files',
				'should be refused when it begins with megabytes of blanks',
			),
		],
	],
	[
		'Keys',
		[
			attack(
				'Gameball repeats a key in any field, in any spelling',
				'It is shown nowhere',
				'engine/hostile',
				'should be shown nowhere',
			),
			attack(
				'A key stands where a long message is shortened',
				'It is removed before',
				'engine/hostile',
				'should not be cut in two',
			),
			attack(
				'A proxy is set, and the base URL is on this machine',
				'The proxy gets nothing',
				'engine/pressure',
				'should not go to a proxy',
			),
			attack(
				'The credential is changed during a run',
				'The run keeps the keys and the address it began with',
				'engine/pressure',
				'should stay those of the address',
			),
		],
	],
	[
		'Answers',
		[
			attack(
				'A completed job names no records, or others, or one twice',
				'What it does not name is `unknown`',
				'engine/results',
				'should leave the records unknown',
			),
			attack(
				'Two batches get the same job',
				'What the job does not name is `unknown`',
				'engine/results',
				'should not take a job for the jobs of two batches',
			),
			attack(
				'The job of a trial names none of its records',
				'Nothing more is sent',
				'engine/results',
				'should prove nothing',
			),
			attack(
				'A batch is refused as a whole: 400, 413, 422, an existing transaction',
				'It is halved until the records at fault are found',
				'engine/hostile',
				'should be halved',
			),
			attack(
				'A byte a second',
				"'Request Timeout' and 'Max Wait Time' end it",
				'engine/pressure',
				"should take no longer than 'Request Timeout'",
			),
			attack(
				'100 MB, or 100 KB that decompress to 500 MB',
				'The node stops at 64 MB; the batch may have been sent',
				'engine/pressure',
				'should not be decompressed further',
			),
			attack(
				'A million small objects',
				'Refused before it is parsed',
				'engine/pressure',
				'should be refused when it is made',
			),
			attack(
				'A megabyte of text in every field',
				'Messages quote 300 characters of it',
				'engine/hostile',
				'should quote little',
			),
			attack(
				'A certificate that is not valid, a server without HTTPS',
				"Nothing was sent, and 'Send Once' forgets the records",
				'engine/hostile',
				"should release what 'Send Once' claimed",
			),
		],
	],
	[
		'Time and rates',
		[
			attack(
				'The clock is set back by an hour',
				'Pauses and waits go on',
				'unit/clock',
				'should let requests go on time',
			),
			attack(
				'n8n is busy and sends requests late',
				'The rates are kept',
				'engine/pressure',
				'requests should keep the rates',
			),
			attack(
				"120 jobs, but time for fewer checks before 'Max Wait Time' is over",
				'The wait ends on time',
				'engine/pressure',
				'should end the wait for more jobs',
			),
			attack(
				'`Retry-After` is longer than the wait',
				'The wait ends on time',
				'engine/pressure',
				'should end a wait although',
			),
			attack(
				'Another execution waits for 150 stuck jobs',
				'Executions take turns: a finished job is seen at once',
				'engine/pressure',
				'a wait for a finished job should not starve',
			),
			attack(
				'300 executions wait, and others send',
				'No request to send is delayed by more than a second',
				'engine/pressure',
				'300 executions that wait',
			),
		],
	],
];
