import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { Failure } from '../Failure';
import { jobIdValue, parseJobId, type JobId } from '../jobs/jobId';
import { jobResults } from '../jobs/results';
import { isEmptyCell } from '../mapping/values';
import { jobState } from '../jobs/jobState';
import { recordJson } from './onError';
import { optionReader } from './options';

/** The shapes in which a job comes out. */
export type OutputShape = 'job' | 'summary' | 'records';

/** The parameter that names the job an operation works on. */
export const jobIdProperty: INodeProperties = {
	displayName: 'Job ID',
	name: 'jobId',
	type: 'string',
	required: true,
	default: '={{ $json.jobId }}',
	description: 'The number Create Batch gave for the job. As it stands, it is taken from each input item.',
};

/** The parameter that says in which shape jobs come out. */
export const outputProperty: INodeProperties = {
	displayName: 'Output',
	name: 'output',
	type: 'options',
	options: [
		{
			name: 'Job',
			value: 'job',
			description: 'One item a job: what Gameball answers, whether it is finished, and its progress',
		},
		{
			name: 'Records',
			value: 'records',
			description: 'One item a record: what became of it, and why not if it was refused',
		},
		{
			name: 'Summary',
			value: 'summary',
			description: 'One item a job, without the lists of its records',
		},
	],
	default: 'job',
	description: 'What comes out of the node',
};

/** @throws Failure if the item's job ID is none */
export function readJobId(context: IExecuteFunctions, itemIndex: number): JobId {
	const given: unknown = context.getNodeParameter('jobId', itemIndex, '');
	const jobId = parseJobId(given);
	if (jobId !== undefined) return jobId;
	const isEmpty = isEmptyCell(given);
	throw new Failure(
		isEmpty ? 'The job ID is missing' : 'The job ID is not one of Gameball',
		`Item ${itemIndex}: a job ID is a whole number such as 123456${isEmpty ? '' : `, not ${JSON.stringify(given)}`}. Create Batch gives it out as jobId.`,
	);
}

/** @throws Failure if the shape is none the node knows */
export function readOutputShape(context: IExecuteFunctions): OutputShape {
	const output = context.getNodeParameter('output', 0, outputProperty.default) as string;
	return optionReader([outputProperty], { output }).choice<OutputShape>('output');
}

/** A job as an item: the API's answer untouched, and what it means. */
export function jobItem(jobId: JobId, answer: Readonly<IDataObject>): IDataObject {
	const { isFinished, progress } = jobState(answer);
	return { ...answer, jobId: jobIdValue(jobId), isFinished, progress };
}

/** A job as an item, without its records. */
export function summaryItem(jobId: JobId, answer: Readonly<IDataObject>): IDataObject {
	return Object.fromEntries(Object.entries(jobItem(jobId, answer)).filter(([name]) => name !== 'response'));
}

/**
 * The items of a job in the given shape.
 *
 * @param toErrorOutput whether refused records leave by the error output
 */
export function jobItems(
	shape: OutputShape,
	jobId: JobId,
	answer: Readonly<IDataObject>,
	toErrorOutput = false,
): IDataObject[] {
	if (shape === 'job') return [jobItem(jobId, answer)];
	if (shape === 'summary') return [summaryItem(jobId, answer)];
	return jobResults(answer).map(({ fields, status, message }) =>
		recordJson({ jobId: jobIdValue(jobId), ...fields, status, message }, toErrorOutput),
	);
}
