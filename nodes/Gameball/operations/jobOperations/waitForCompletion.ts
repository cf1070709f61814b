import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { connect } from '../../api/client';
import type { JobId } from '../../jobs/jobId';
import { hasErrorOutput, toErrorItem, toNodeError } from '../../errors';
import { forEachItem } from '../forEachItem';
import type { Operation } from '../Operation';
import { createParameterReader } from '../options';
import { makeRequestOptions, policyProperties, pollProperties, readRequestPolicy } from '../requestOptions';
import { Yielder } from '../Yielder';
import { hintRefused, toJobItems } from './jobOutput';
import { jobIdProperty, outputProperty, readJobId, readOutputShape } from './parameters';
import { waitForJobs } from './waiting';
import { readWaitOptions, waitProperties } from './waitOptions';

const optionsProperty: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [...waitProperties],
};

const requestOptionsProperty = makeRequestOptions([...policyProperties, ...pollProperties]);

/** Checks the jobs of all input items in parallel until each is finished or the time is up. */
export const waitForCompletion: Operation = {
	name: 'waitForCompletion',
	displayName: 'Wait for Completion',
	description:
		"Wait until jobs finish and get their results. If you stop the execution, the jobs continue at Gameball, and n8n's log lists their IDs.",
	action: 'Wait for jobs to finish',
	properties: [jobIdProperty, outputProperty, optionsProperty, requestOptionsProperty],
	async execute(context) {
		const shape = readOutputShape(context);
		const parameters = createParameterReader(context, [optionsProperty, requestOptionsProperty]);
		const requestOptions = parameters.collection('requestOptions');
		const options = readWaitOptions(parameters.collection('options'), requestOptions);
		const client = await connect(context, readRequestPolicy(requestOptions));

		const jobIds = new Map<number, JobId>();
		const unreadable = await forEachItem(context, async (itemIndex) => {
			jobIds.set(itemIndex, readJobId(context, itemIndex));
			return [];
		});
		const waits = await waitForJobs(context, client, jobIds.values(), options);

		hintRefused(
			context,
			shape,
			[...waits.values()].flatMap(({ job }) => (job === undefined ? [] : [job])),
		);
		const yielder = new Yielder(context.getExecutionCancelSignal());
		const output = await yielder.flatMap([...jobIds], ([itemIndex, jobId]): INodeExecutionData[] => {
			const pairedItem = { item: itemIndex };
			const { job, failure } = waits.get(jobId) ?? {};
			if (failure === undefined && job !== undefined) {
				return toJobItems(shape, jobId, job, hasErrorOutput(context)).map((json) => ({ json, pairedItem }));
			}
			if (!context.continueOnFail()) throw toNodeError(context, failure, itemIndex);
			return [toErrorItem(failure, pairedItem)];
		});
		return [...output, ...unreadable];
	},
};
