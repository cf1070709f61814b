import type { IExecuteFunctions } from 'n8n-workflow';
import { Failure } from '../../../Failure';
import type { RecordType } from '../../../records/RecordType';

/**
 * Refuses to run with n8n's setting "Retry On Fail" where a repeat does harm. n8n runs the whole node again as soon as its first
 * output item has an error, whatever "On Error" says, and everything else would be sent a second time.
 *
 * @throws Failure if the setting is on and a repeat of the record type is harmful
 */
export function refuseRetryOnFail(context: IExecuteFunctions, { isRepeatHarmless, onRepeat }: RecordType): void {
	if (isRepeatHarmless || context.getNode().retryOnFail !== true) return;
	throw new Failure(
		"Turn off 'Retry On Fail' for this record type",
		`Nothing was sent. With 'Retry On Fail', n8n runs the whole node again after an error. ${onRepeat}. Turn it off in the node's settings. The node already retries every request that can be repeated without harm.`,
	);
}
