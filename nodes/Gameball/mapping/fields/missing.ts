import type { IDataObject } from 'n8n-workflow';
import type { RecordType } from '../../records/RecordType';
import { normalizeName, PATH_SEPARATOR } from '../columns/names';
import type { InvalidRecord } from './validateFields';
import { isEmptyCell } from '../values/makeRule';
import { isPlainObject } from '../columns/wrappings';

/** The maximum number of columns that a message lists. */
const MAX_LISTED = 12;

/** The maximum depth at which to look for an identifier, and the maximum number of places to name. */
const MAX_DEPTH = 4;
const MAX_HITS = 3;

/** Finds the paths in an item's objects that end in one of the names. */
function findHidden(
	object: Readonly<IDataObject>,
	names: ReadonlySet<string>,
	parents: readonly string[] = [],
): readonly string[] {
	return Object.entries(object).flatMap(([name, value]) => {
		const path = [...parents, name];
		if (isPlainObject(value)) return path.length < MAX_DEPTH ? findHidden(value, names, path) : [];
		const isHit = parents.length > 0 && names.has(normalizeName(name)) && value !== null && value !== '';
		return isHit ? [path.join(PATH_SEPARATOR)] : [];
	});
}

/** Adds to a missing identifier which columns the item has, and where the identifier may be hidden. */
export function explainMissing(
	invalid: InvalidRecord,
	json: Readonly<IDataObject>,
	{ fields, identity }: RecordType,
): InvalidRecord {
	const names = new Set([identity, 'customerId']);
	const missing = fields.find(
		({ name, label }) =>
			names.has(name) && invalid.problems.some(({ field, reason }) => field === label && reason === 'is missing'),
	);
	if (missing === undefined) return invalid;
	const columns = Object.keys(json);
	const listed = columns.slice(0, MAX_LISTED).join(', ');
	const known = new Set([missing.name, ...(missing.otherNames ?? []), 'id'].map(normalizeName));
	const empty = columns.find((name) => known.has(normalizeName(name)) && isEmptyCell(json[name]));
	const hidden = findHidden(json, known).slice(0, MAX_HITS);
	const advice = [
		empty === undefined
			? `The item has ${columns.length === 1 ? 'only the column' : 'the columns'} ${listed}${columns.length > MAX_LISTED ? ' and others' : ''}`
			: `The column '${empty}' is empty`,
		...(hidden.length === 0 ? [] : [`It may be in ${hidden.join(' or ')}; map it manually`]),
	].join('. ');
	const problems = invalid.problems.map((problem) =>
		problem.field === missing.label && problem.reason === 'is missing' ? { ...problem, advice } : problem,
	);
	return { ...invalid, problems };
}
