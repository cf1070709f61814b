import type { INodeProperties } from 'n8n-workflow';
import type { PollSchedule } from '../../jobs/polling';
import type { OptionReader } from '../options';

/** The options of a wait. */
export interface WaitOptions extends PollSchedule {
	/** For a job that is unfinished after `maxWaitTime`. @default 'error' */
	readonly onTimeout: 'error' | 'return' | 'stopJob';
	/** For a job that ends failed or stopped. @default 'error' */
	readonly onJobFailure: 'error' | 'return';
	/** For a completed job with refused records. @default 'return' */
	readonly onRecordErrors: 'return' | 'error';
	/** Stops the jobs when the execution is canceled. @default false */
	readonly stopOnCancel: boolean;
}

const SECOND = 1_000;

/** A minute in milliseconds. */
export const MINUTE = 60 * SECOND;

/** The options for waiting, as entries of a collection `options`. */
export const waitProperties: readonly INodeProperties[] = [
	{
		displayName: 'Max Poll Interval (Seconds)',
		name: 'maxPollInterval',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 60,
		description: 'Longest interval between two status checks',
	},
	{
		displayName: 'Max Wait Time (Minutes)',
		name: 'maxWaitTime',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 2 },
		default: 60,
		description: 'How long to wait for a job; decimals are allowed',
	},
	{
		displayName: 'On Job Failure',
		name: 'onJobFailure',
		type: 'options',
		options: [
			{ name: 'Error', value: 'error', description: 'Treat the job as an error' },
			{ name: 'Return Job', value: 'return', description: 'Return the job like any other' },
		],
		default: 'error',
		description: 'What to do with a job that fails or is stopped',
	},
	{
		displayName: 'On Record Errors',
		name: 'onRecordErrors',
		type: 'options',
		options: [
			{ name: 'Return Job', value: 'return', description: 'Return the job like any other' },
			{ name: 'Error', value: 'error', description: 'Treat the job as an error' },
		],
		default: 'return',
		description: 'What to do with a completed job that has refused records',
	},
	{
		displayName: 'On Timeout',
		name: 'onTimeout',
		type: 'options',
		options: [
			{ name: 'Error', value: 'error', description: 'Treat the job as an error; it continues at Gameball' },
			{ name: 'Return Job', value: 'return', description: 'Return the unfinished job; it continues at Gameball' },
			{ name: 'Stop Job', value: 'stopJob', description: "Stop the job; 'On Job Failure' decides what happens next" },
		],
		default: 'error',
		description: "What to do with a job that is not finished after 'Max Wait Time'",
	},
	{
		displayName: 'Poll Interval (Seconds)',
		name: 'pollInterval',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 5,
		description:
			'Shortest interval between two status checks; the actual interval adapts to the time the job still needs',
	},
	{
		displayName: 'Stop on Cancel',
		name: 'stopOnCancel',
		type: 'boolean',
		default: false,
		description:
			"Whether to stop the jobs when you stop the execution. Otherwise they continue at Gameball, and n8n's log lists their IDs.",
	},
];

/**
 * Reads the wait options.
 *
 * @throws Failure if one is out of its range
 */
export function readWaitOptions(options: OptionReader): WaitOptions {
	return {
		pollInterval: options.number('pollInterval') * SECOND,
		maxPollInterval: options.number('maxPollInterval') * SECOND,
		maxWaitTime: options.number('maxWaitTime') * MINUTE,
		onTimeout: options.choice('onTimeout'),
		onJobFailure: options.choice('onJobFailure'),
		onRecordErrors: options.choice('onRecordErrors'),
		stopOnCancel: options.boolean('stopOnCancel'),
	};
}
