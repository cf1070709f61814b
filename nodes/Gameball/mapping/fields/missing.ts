import type { IDataObject } from 'n8n-workflow';
import type { Field, RecordType } from '../../records/RecordType';
import { isEmptyCell } from '../columns/cells';
import { listChosen } from '../columns/columns';
import { normalizeAll, normalizeName, PATH_SEPARATOR } from '../columns/names';
import type { Row } from '../columns/rows';
import { isPlainObject } from '../columns/wrappings';
import { POINTS } from '../words';
import { isOthers } from './privateColumns';
import { quote } from '../../text';
import type { InvalidRecord, Problem } from './problem';

const POINT_NAMES = normalizeAll(POINTS);

/** The maximum number of columns that a message lists. */
const MAX_LISTED = 40;

/** The maximum depth at which to look for a value, and the maximum number of places to name. */
const MAX_DEPTH = 4;
const MAX_HITS = 3;

/** The objects of others than the person: their IDs are no customer's. */
const OTHERS =
	/^(?:type|ad|ads|adset|campaign|payment|charge|card|invoice|company|organi[sz]ation|account|workspace|team|host|staff)/;

/** Finds the paths in an item's objects that end in one of the names. */
function findHidden(
	object: Readonly<IDataObject>,
	names: ReadonlySet<string>,
	parents: readonly string[] = [],
): readonly string[] {
	return Object.entries(object).flatMap(([name, value]) => {
		if (isOthers(name) || OTHERS.test(normalizeName(name))) return [];
		const path = [...parents, name];
		if (isPlainObject(value)) return path.length < MAX_DEPTH ? findHidden(value, names, path) : [];
		const isHit = parents.length > 0 && names.has(normalizeName(name)) && value !== null && value !== '';
		return isHit ? [path.join(PATH_SEPARATOR)] : [];
	});
}

/** Lists the columns that were read, and the names in objects that were not opened. */
function listColumns({ layout: { columns }, cells }: Row): string[] {
	const names = columns.flatMap(({ path }, index) => {
		const cell = cells[index];
		return isPlainObject(cell) ? Object.keys(cell).map((name) => `${path}${PATH_SEPARATOR}${name}`) : [path];
	});
	return [...new Set(names)];
}

function describeColumns(row: Row): string {
	const columns = listColumns(row);
	const listed = columns.slice(0, MAX_LISTED).join(', ');
	const others = columns.length > MAX_LISTED ? ` and ${columns.length - MAX_LISTED} others` : '';
	return `The item has ${columns.length === 1 ? 'only the column' : 'the columns'} ${listed}${others}`;
}

/** Says how to give a field a column. */
function adviseColumn({ name, label, chosen, sameAs }: Field): string {
	if (chosen !== undefined) return `No column is called ${quote(chosen)}. Change 'Customer ID Column'`;
	if (sameAs !== undefined) return "Choose another 'Customer ID', or map it manually";
	return name === 'customerId'
		? "Choose the column under 'Customer ID', or set 'Mapping' to Manual"
		: `Set 'Mapping' to Manual and map ${label}`;
}

/** Knows the columns that fed fields in earlier rows. */
interface FeedReport {
	findFeed(name: string): { readonly path: string } | undefined;
}

/** Says where the value of a missing field may be, and what to do, in sentences. */
function advise(field: Field, row: Row, json: Readonly<IDataObject>, report: FeedReport): string[] {
	const { columns } = row.layout;
	const chosen = field.chosen === undefined ? [] : listChosen(field.chosen, columns);
	const empty = columns.find(
		({ claim }, index) => (claim?.field === field || chosen.includes(index)) && isEmptyCell(row.cells[index]),
	);
	if (empty !== undefined) return [`The column '${empty.path}' is empty. Fill it in`];
	const feed = report.findFeed(field.name);
	const isCustomer = field.name === 'customerId';
	// Anything can be a `value`.
	const known = (field.otherNames ?? []).filter((name) => name !== 'value');
	const names = [field.name, ...known, ...(isCustomer ? ['id'] : [])];
	const hidden = findHidden(json, normalizeAll(names)).slice(0, MAX_HITS);
	const alike = field.type === 'amount' ? columns.filter(({ name }) => POINT_NAMES.has(normalizeName(name))) : [];
	return [
		describeColumns(row),
		...alike.map(({ path }) => `'${path}' is not used as ${field.label}, because points may be something else`),
		...(hidden.length === 0 ? [] : [`${field.label} may be in ${hidden.join(' or ')}`]),
		feed === undefined ? adviseColumn(field) : `'${feed.path}', which other rows have, is empty here`,
	];
}

/** Adds to missing required fields which columns the item has, where a field may be hidden, and what to do. */
export function explainMissing(
	invalid: InvalidRecord,
	row: Row,
	json: Readonly<IDataObject>,
	{ fields }: RecordType,
	report: FeedReport,
): InvalidRecord {
	const explain = (problem: Problem): Problem => {
		const field = problem.isMissing === true ? fields.find(({ label }) => label === problem.field) : undefined;
		return field === undefined ? problem : { ...problem, advice: advise(field, row, json, report) };
	};
	return { ...invalid, problems: invalid.problems.map(explain) };
}
