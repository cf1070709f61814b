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
	/** Stops the jobs when the execution is cancelled. @default false */
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
		description: 'Longest interval between two status checks of a job',
	},
	{
		displayName: 'Max Wait Time (Minutes)',
		name: 'maxWaitTime',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 2 },
		default: 60,
		description: 'How long to wait for a job; fractions are allowed',
	},
	{
		displayName: 'On Job Failure',
		name: 'onJobFailure',
		type: 'options',
		options: [
			{ name: 'Error', value: 'error', description: 'A job that ends failed or stopped is an error' },
			{ name: 'Return Job', value: 'return', description: 'Such a job comes out like any other' },
		],
		default: 'error',
		description: 'What to do with a job that ends failed or stopped',
	},
	{
		displayName: 'On Record Errors',
		name: 'onRecordErrors',
		type: 'options',
		options: [
			{ name: 'Return Job', value: 'return', description: 'The job comes out like any other' },
			{ name: 'Error', value: 'error', description: 'A job with refused records is an error' },
		],
		default: 'return',
		description: 'What to do with a job that is completed but has records that were refused',
	},
	{
		displayName: 'On Timeout',
		name: 'onTimeout',
		type: 'options',
		options: [
			{ name: 'Error', value: 'error', description: 'It is an error; the job goes on at Gameball' },
			{ name: 'Return Job', value: 'return', description: 'The job comes out unfinished and goes on at Gameball' },
			{ name: 'Stop Job', value: 'stopJob', description: 'The job is stopped; On Job Failure says what comes then' },
		],
		default: 'error',
		description: 'What to do with a job that is not finished after the Max Wait Time',
	},
	{
		displayName: 'Poll Interval (Seconds)',
		name: 'pollInterval',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 5,
		description:
			'Shortest interval between two status checks of a job; in between, it follows the time that the job still needs',
	},
	{
		displayName: 'Stop on Cancel',
		name: 'stopOnCancel',
		type: 'boolean',
		default: false,
		description:
			'Whether to stop the jobs when the execution is cancelled. Otherwise they go on at Gameball, and the log of n8n names them.',
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
