import type { IExecuteFunctions } from 'n8n-workflow';
import { hasErrorOutput } from '../../../errors';
import type { Yielder } from '../../Yielder';
import type { CreateBatchParameters } from '../parameters/parameters';
import type { AnyRows } from '../rows';
import type { RowCounts } from '../rows/Rows';
import { FileReport } from './FileReport';
import { ItemReport } from './ItemReport';
import type { Report } from './Report';

/** Creates the report for rows that were checked. */
export function createReport(
	context: IExecuteFunctions,
	rows: AnyRows,
	counts: RowCounts,
	parameters: CreateBatchParameters,
	yielder: Yielder,
): Report {
	const toErrorOutput = hasErrorOutput(context);
	return rows.unit === 'row'
		? new FileReport(rows, counts, parameters, toErrorOutput)
		: new ItemReport(rows, counts, parameters, toErrorOutput, yielder);
}
