import type { IExecuteFunctions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { connect, type GameballClient } from '../../api/client';
import { Failure } from '../../errors';
import { parseJobId, type JobId } from '../../jobs/jobId';
import { isEmptyCell } from '../../mapping/columns/cells';
import { createParameterReader } from '../options';
import { makeRequestOptions, readRequestPolicy } from '../requestOptions';

/** The shapes in which a job can be returned. */
export type OutputShape = 'job' | 'summary' | 'records';

/** The parameter for the job ID. */
export const jobIdProperty: INodeProperties = {
	displayName: 'Job ID',
	name: 'jobId',
	type: 'string',
	required: true,
	default: '={{ $json.jobId }}',
	description: "The job ID that 'Create Batch' returned. By default, it comes from each input item.",
};

/** Makes the parameter for the output shape, with the operation's default. */
export const makeOutputProperty = (defaultShape: OutputShape): INodeProperties => ({
	displayName: 'Output',
	name: 'output',
	type: 'options',
	options: [
		{
			name: 'Job',
			value: 'job',
			description: "One item per job: Gameball's response, whether the job is finished, and its progress",
		},
		{
			name: 'Records',
			value: 'records',
			description: 'One item per record: its result, and the reason if it was refused',
		},
		{
			name: 'Summary',
			value: 'summary',
			description: 'One item per job, without the lists of its records',
		},
	],
	default: defaultShape,
	description: 'What the node returns',
});

/** The parameter for the output shape of a job that was stopped: the results of its records are not what one looks for. */
export const stopOutputProperty: INodeProperties = {
	...makeOutputProperty('summary'),
	options: (makeOutputProperty('summary').options as INodePropertyOptions[]).filter(({ value }) => value !== 'records'),
};

/** The parameter for the output shape of operations on existing jobs. */
export const outputProperty = makeOutputProperty('summary');

/**
 * Reads the job ID of an input item.
 *
 * @throws Failure if it is missing or not a job ID
 */
export function readJobId(context: IExecuteFunctions, itemIndex: number): JobId {
	const given: unknown = context.getNodeParameter('jobId', itemIndex, '');
	const jobId = parseJobId(given);
	if (jobId !== undefined) return jobId;
	const isEmpty = isEmptyCell(given);
	throw new Failure(
		isEmpty ? 'The job ID is missing' : 'The job ID is not valid',
		`Item ${itemIndex}: a job ID is a whole number such as 123456${isEmpty ? '' : `, not ${JSON.stringify(given)}`}. 'Create Batch' returns it as jobId.`,
	);
}

/** The options of the requests. */
export const requestOptionsProperty = makeRequestOptions();

/** Connects with the options of the requests. @throws Failure if one is out of its range */
export const connectWithOptions = async (context: IExecuteFunctions): Promise<GameballClient> =>
	await connect(
		context,
		readRequestPolicy(createParameterReader(context, [requestOptionsProperty]).collection('requestOptions')),
	);

/** Tells whether the node runs as a tool of an AI agent: n8n then adds `Tool` to its type. */
const isTool = (context: IExecuteFunctions): boolean => context.getNode().type.endsWith('Tool');

/**
 * Reads the parameter `output`. A tool never returns the long output, because a model has to read all of it.
 *
 * @param property the operation's declaration of the parameter
 * @throws Failure if the value is not one of the shapes
 */
export function readOutputShape(context: IExecuteFunctions, property = outputProperty): OutputShape {
	const shape = createParameterReader(context, [property]).choice<OutputShape>('output');
	return shape === 'job' && isTool(context) ? 'summary' : shape;
}
