import type { IDataObject } from 'n8n-workflow';
import { Failure, type FailureFacts } from '../../../errors';
import type { InvalidRecord, Problem } from '../../../mapping/fields/problem';
import type { ListItem } from '../../../mapping/columns/unwrapItem';
import { countOf, nameUnit, Ranges, type Unit } from '../../../text';

/** An input item or a row of a file that cannot become a record. */
export interface InvalidRow extends InvalidRecord {
	/** The index of the item, or the number of the row. */
	readonly item: number;
	/** The cells of a row of a file, by column name. */
	readonly json?: Readonly<IDataObject>;
	/** The facts of Gameball's response, if Gameball refused the row. */
	readonly facts?: Readonly<FailureFacts>;
}

/** Copies the columns of a row: text that was cut from a chunk of a file would keep the whole chunk in memory. */
export const copyColumns = (json: Readonly<IDataObject>): IDataObject =>
	JSON.parse(JSON.stringify(json)) as IDataObject;

/** The maximum number of kinds of invalid rows that an error lists. */
const MAX_LISTED = 10;

/** In one line: what is wrong with each field, then what to do. */
function describeProblems(problems: readonly Problem[]): string {
	const reasons = problems.map(({ field, reason }) => `${field} ${reason}`).join('; ');
	const sentences = new Set(problems.flatMap(({ advice = [] }) => advice));
	return [reasons, ...sentences].map((sentence) => `${sentence}.`).join(' ');
}

/** The maximum length of an ID or an email in a message. */
const MAX_PERSON = 40;

/** What a row can be named by. */
type NamedRow = Pick<InvalidRow, 'item' | 'rowNumber' | 'person'> & { readonly id?: string | undefined };

/**
 * Names a row at the start of a sentence so that the user finds it again.
 *
 * @example 'Item 880 (row 882, ada@example.com)'
 */
export function nameRow(unit: Unit, { item, rowNumber, person, id }: NamedRow): string {
	const place = rowNumber === undefined ? 'counting from 0' : `row ${rowNumber}`;
	const who = person ?? id;
	const parts = [...(unit === 'item' ? [place] : []), ...(who === undefined ? [] : [who.slice(0, MAX_PERSON)])];
	return `${nameUnit(unit, item)}${parts.length === 0 ? '' : ` (${parts.join(', ')})`}`;
}

/** Says in one line why a row is invalid. */
export const describeInvalid = (unit: Unit, row: InvalidRow): string =>
	`${nameRow(unit, row)}: ${describeProblems(row.problems)}`;

const makeInvalid = (field: string, reason: string, ...advice: readonly string[]): InvalidRecord => ({
	id: undefined,
	problems: [{ field, reason, advice }],
});

/** The reason for an item with an expression that n8n cannot resolve. */
export const toUnresolved = ({ message }: Error): InvalidRecord =>
	makeInvalid('An expression', `could not be resolved: ${message}`);

/** The reason for an item that JSON cannot hold, such as an object that contains itself. */
export const UNREADABLE = makeInvalid('The item', 'cannot be read because it contains something other than plain data');

/** The reason for a row of a file that cannot be read. */
export const toBroken = (reason: string): InvalidRecord => makeInvalid('The row', reason);

/** The reason for a row with an empty key column (option Send Once). */
export const toKeyless = (column: string): InvalidRecord =>
	makeInvalid(
		`Column '${column}'`,
		"is empty, but 'Send Once' tells records apart by it",
		"Fill it, or change 'Columns' under 'Send Once'",
	);

/** The reason for an item with a list where one person is expected. */
export const toListProblem = ({ list }: ListItem): InvalidRecord =>
	makeInvalid(
		`'${list}'`,
		'is a list, but an item can hold only one record',
		`Add a Split Out node before this one, with 'Fields To Split Out' set to ${list.split(' › ').join('.')}`,
	);

/** Makes a key that invalid rows share if they have the same kinds of problems, whatever their values. */
const toKind = ({ problems }: InvalidRow): string =>
	problems
		.map(
			({ field, reason, advice = [] }) =>
				`${field} ${advice.length > 0 ? advice.join() : reason.replace(/"[^"]*"/g, '""')}`,
		)
		.join('\n');

/** Invalid rows with the same kinds of problems. */
interface Group {
	readonly first: InvalidRow;
	readonly items: Ranges;
	count: number;
}

/** The maximum number of groups. Rows of any further kind are only counted. */
const MAX_GROUPS = 1_000;

/** The invalid rows of a check: the first ones in full, and all of them grouped by the kinds of their problems. */
export class InvalidRows {
	/** The first ones, in full. */
	readonly kept: InvalidRow[] = [];
	private readonly groups = new Map<string, Group>();
	private total = 0;

	/** @param max the maximum number of rows to keep in full */
	constructor(
		private readonly unit: Unit,
		private readonly max = Infinity,
	) {}

	add({ json, ...invalid }: InvalidRow): void {
		this.total++;
		if (this.kept.length < this.max) this.kept.push(json ? { ...invalid, json: copyColumns(json) } : invalid);
		const kind = toKind(invalid);
		const group = this.groups.get(kind) ?? { first: invalid, items: new Ranges(), count: 0 };
		group.items.add(invalid.item);
		group.count++;
		if (this.groups.size < MAX_GROUPS) this.groups.set(kind, group);
	}

	get count(): number {
		return this.total;
	}

	get first(): InvalidRow | undefined {
		const [group] = this.groups.values();
		return group?.first;
	}

	/**
	 * Makes the failure of a run that sends nothing because of these rows.
	 *
	 * @param rowCount the number of all rows, valid or not
	 * @param hasOthers true if there are valid rows
	 */
	toFailure(rowCount: number, hasOthers: boolean): Failure {
		const lines = this.describeKinds(MAX_GROUPS);
		const [are, them] = this.total === 1 ? ['is', 'it'] : ['are', 'them'];
		return new Failure(
			this.unit === 'row' ? 'Some rows cannot be sent to Gameball' : 'Some items cannot be sent to Gameball',
			[
				`${this.total} of ${countOf(rowCount, this.unit)} ${are} invalid, so nothing was sent.`,
				...lines.slice(0, MAX_LISTED),
				...(lines.length > MAX_LISTED ? ['…'] : []),
				`Correct ${them}${hasOthers ? ", or set 'Invalid Records' under 'Options' to Skip" : ''}.`,
			].join('\n'),
		);
	}

	/** Says in a line for each kind of rows what is wrong with them. */
	describeKinds(max = 3): string[] {
		return [...this.groups.values()].slice(0, max).map((group) => this.describeGroup(group));
	}

	private describeGroup({ first, items, count }: Group): string {
		if (count === 1) return describeInvalid(this.unit, first);
		const one = `${this.unit}${nameRow(this.unit, first).slice(this.unit.length)}`;
		return `${count} ${this.unit}s (${items.toString()}), such as ${one}: ${describeProblems(first.problems)}`;
	}
}
