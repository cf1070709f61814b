import type { INodeProperties } from 'n8n-workflow';
import { LONGEST_TIMER } from '../api/clock';
import type { RequestPolicy } from '../api/connection';
import type { OptionReader } from './options';

const SECOND = 1_000;

/** The options of every request. */
export const policyProperties: readonly INodeProperties[] = [
	{
		displayName: 'Max Retries',
		name: 'maxRetries',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 10, numberPrecision: 0 },
		default: 5,
		description:
			'How many times to retry a request after a temporary failure. Batches that could pay or count twice are never repeated.',
	},
	{
		displayName: 'Request Timeout (Seconds)',
		name: 'requestTimeout',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 60,
		description: 'How long to wait for a response',
	},
];

/** The options of status checks during a wait. */
export const pollProperties: readonly INodeProperties[] = [
	{
		displayName: 'Max Poll Interval (Seconds)',
		name: 'maxPollInterval',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 60,
		description: 'Longest interval between two status checks of a job',
	},
	{
		displayName: 'Poll Interval (Seconds)',
		name: 'pollInterval',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 5,
		description:
			'Shortest interval between two status checks of a job. The actual interval adapts to the time the job still needs.',
	},
];

const byName = (one: INodeProperties, other: INodeProperties): number =>
	one.displayName.localeCompare(other.displayName, 'en');

/** Sorts options as n8n's lint demands it of a list of more than five: by the name that the editor shows. */
export const sortByName = (properties: readonly INodeProperties[]): INodeProperties[] => [...properties].sort(byName);

/** Makes the collection of an operation on n8n's tab *Settings*, for the few who need it. */
export const makeRequestOptions = (options = policyProperties): INodeProperties => ({
	displayName: 'Request Options',
	name: 'requestOptions',
	type: 'collection',
	isNodeSetting: true,
	placeholder: 'Add option',
	default: {},
	options: sortByName(options),
});

/**
 * Reads the limits of requests.
 *
 * @throws Failure if one is out of its range
 */
export const readRequestPolicy = (options: OptionReader): RequestPolicy => ({
	maxRetries: options.number('maxRetries'),
	requestTimeout: Math.min(options.number('requestTimeout') * SECOND, LONGEST_TIMER),
});
