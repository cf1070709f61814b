import type { IExecuteFunctions } from 'n8n-workflow';
import { Yielder } from '../../Yielder';
import type { CreateBatchParameters } from '../parameters/parameters';
import { FileRows } from './FileRows';
import { ItemRows } from './ItemRows';

/** Rows of any kind. */
export type AnyRows = ItemRows | FileRows;

/** The rows of a run: all input items together, or the file of each. */
interface OpenedRows {
	readonly all: readonly AnyRows[];
	/** Lets n8n do other work during loops over the rows. */
	readonly yielder: Yielder;
}

/** Opens the rows of a run, from the source that the parameter `source` selects. */
export function openRows(context: IExecuteFunctions, parameters: CreateBatchParameters): OpenedRows {
	const { file } = parameters;
	const yielder = new Yielder(context.getExecutionCancelSignal());
	if (file === undefined) return { all: [new ItemRows(context, parameters, yielder)], yielder };
	const items = [...context.getInputData().keys()];
	return { all: items.map((item) => new FileRows(context, item, parameters, file, yielder)), yielder };
}
