import type { INodeProperties } from 'n8n-workflow';
import type { PollSchedule } from '../../jobs/polling';
import type { OptionReader } from '../options';

/** What can be an error at the end of a wait: a job that ends failed or stopped, the time is up, or refused records. */
export type EndError = 'failedJob' | 'timeout' | 'refusedRecords';

/** When to stop jobs: when the execution is canceled, or when the time is up. */
export type StopReason = 'cancel' | 'timeout';

/** The options of a wait. */
export interface WaitOptions extends PollSchedule {
	/** @default ['failedJob', 'timeout'] */
	readonly treatAsError: ReadonlySet<EndError>;
	/** @default [] */
	readonly stopJobs: ReadonlySet<StopReason>;
}

const SECOND = 1_000;

/** A minute in milliseconds. */
export const MINUTE = 60 * SECOND;

/** The options for waiting, as entries of a collection `options`. */
export const waitProperties: readonly INodeProperties[] = [
	{
		displayName: 'Max Wait Time (Minutes)',
		name: 'maxWaitTime',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 2 },
		default: 60,
		description: 'How long to wait for a job; decimals are allowed',
	},
	{
		displayName: 'Stop Jobs',
		name: 'stopJobs',
		type: 'multiOptions',
		options: [
			{ name: 'On Cancel', value: 'cancel', description: 'When you stop the execution' },
			{ name: 'On Timeout', value: 'timeout', description: "When a job is not finished after 'Max Wait Time'" },
		],
		default: [],
		description: "When to stop jobs. Otherwise, they continue at Gameball, and n8n's log lists their IDs.",
	},
	{
		displayName: 'Treat as Error',
		name: 'treatAsError',
		type: 'multiOptions',
		options: [
			{ name: 'Failed Job', value: 'failedJob', description: 'A job that fails or is stopped' },
			{ name: 'Refused Records', value: 'refusedRecords', description: 'A job with records that Gameball refused' },
			{ name: 'Timeout', value: 'timeout', description: "A job that is not finished after 'Max Wait Time'" },
		],
		default: ['failedJob', 'timeout'],
		description: 'Which jobs are errors. All others are returned as results.',
	},
];

/**
 * Reads the wait options.
 *
 * @param polling the options of status checks
 * @throws Failure if one is out of its range, or unknown
 */
export function readWaitOptions(options: OptionReader, polling: OptionReader): WaitOptions {
	return {
		pollInterval: polling.number('pollInterval') * SECOND,
		maxPollInterval: polling.number('maxPollInterval') * SECOND,
		maxWaitTime: options.number('maxWaitTime') * MINUTE,
		treatAsError: options.choices('treatAsError'),
		stopJobs: options.choices('stopJobs'),
	};
}
