import { Failure } from '../../nodes/Gameball/errors.ts';
import type { JobId } from '../../nodes/Gameball/jobs/jobId.ts';
import { Outcome } from '../../nodes/Gameball/operations/createBatch/report/Outcome.ts';
import { addOutcome, toBatchFailure } from '../../nodes/Gameball/operations/createBatch/report/runFailures.ts';
import { InvalidRows } from '../../nodes/Gameball/operations/createBatch/rows/InvalidRows.ts';
import { makeBatch, type Rows } from '../../nodes/Gameball/operations/createBatch/rows/Rows.ts';
import { balanceAdjustment } from '../../nodes/Gameball/records/balanceAdjustment.ts';

const rows = {
	unit: 'row',
	keep: (batch) => batch,
	nameRows: (batches, after) => `${batches.length} batches${after === undefined ? '' : ` and all rows after ${after}`}`,
} as Partial<Rows> as Rows;

test('should describe a run of 200,000 batches', () => {
	const counts = {
		total: 200_002,
		valid: 200_002,
		blank: 0,
		invalid: new InvalidRows('row'),
		leftOut: new InvalidRows('row'),
		duplicates: 0,
		notes: [],
	};
	const outcome = new Outcome(rows, counts);
	for (let number = 1; number <= 200_001; number++) {
		const batch = makeBatch(number, 200_002, [{ id: '', item: number }]);
		outcome.start(batch);
		const isLast = number === 200_001;
		const jobs = isLast
			? []
			: [{ batch, jobId: String(number) as JobId, isRepeated: false, names: { count: 1, sum: 0 } }];
		const failed = isLast ? [{ batch, failure: new Failure('Oops', 'Why.'), mayHaveArrived: false }] : [];
		outcome.add({ jobs, failed, rejected: [], alreadySent: [] });
	}
	const [failed] = outcome.failed;
	if (failed === undefined) throw new Error('No batch failed');
	const failure = addOutcome(toBatchFailure(rows, failed, balanceAdjustment), [
		{ rows, outcome, log: { adviseRest: () => undefined } },
	]) as Failure;
	expect(failure.description).toMatch(
		/^Gameball did not accept batch 200001 of 200002 with 1 batches\. Why\. Not sent: 1 batches and all rows after 200001\. Sent as jobs 1, 2, .* and 199,000 others\. n8n's log lists all of them\.$/,
	);
	expect(failure.facts.jobIds).toHaveLength(200_000);
});
