import type { IDataObject } from 'n8n-workflow';
import { hasAddress, type Column } from './columns';
import { ADDRESSES, PERSONS, RECORDS } from './containers';
import { normalizeAll, normalizeName, PATH_SEPARATOR } from './names';
import type { Member, ObjectColumns, Role } from './ObjectColumns';
import type { Product } from '../products';
import { followPath } from './findProduct';
import { CONTENT_NAMES, findOwnerObject, OWNER_NAMES } from './subject';
import { isNested, isPlainObject, pickMain, toObject } from './wrappings';

/** The cells of one item while they are collected. */
export interface Collection {
	/** True if the item itself is a person: then a person in it is another one. */
	readonly isPerson: boolean;
	readonly columns: Column[];
	readonly cells: unknown[];
	/** The addresses that are not empty, with their ranks. */
	readonly addresses: Array<{ readonly rank: number; readonly object: IDataObject; readonly scope: ObjectColumns }>;
	hasObjects: boolean;
	/** True if each cell is the value at the names of its column; false if one was made, for example of a list. */
	isDirect: boolean;
}

/** Which objects are opened for a record type. */
export interface Opening {
	/** The paths at which objects are opened, such as `billing.email`, with each name normalized. */
	readonly paths: ReadonlySet<string>;
	/** The beginnings of the paths. */
	readonly heads: ReadonlySet<string>;
	/** True if the record describes the person. */
	readonly describesPerson: boolean;
	/** True if the record holds the name of an event, so that the item around an event's contents is needed. */
	readonly keepsEvent: boolean;
}

const MAX_DEPTH = 4;

const PERSON_NAMES = normalizeAll(PERSONS);
/** The objects with the columns of an order or payment, normalized. */
export const RECORD_NAMES = normalizeAll(RECORDS);
const ADDRESS_RANKS: ReadonlyMap<string, number> = new Map(ADDRESSES.map((name, rank) => [normalizeName(name), rank]));

/** Parses `custom` if it is JSON text, as in a spreadsheet. Anything else stays unchanged. */
function parseCustom(cell: unknown): unknown {
	if (typeof cell !== 'string' || !cell.trimStart().startsWith('{')) return cell;
	try {
		const parsed: unknown = JSON.parse(cell);
		return isPlainObject(parsed) ? parsed : cell;
	} catch {
		return cell;
	}
}

/** Picks the main address of a list, or the first one that is not empty. */
function pickAddress(cell: object): IDataObject | undefined {
	if (!Array.isArray(cell)) return cell as IDataObject;
	const filled = (cell as unknown[]).filter((entry) => isPlainObject(entry) && hasAddress(entry));
	const main = pickMain(filled);
	return isPlainObject(main) ? main : undefined;
}

/** Collects the cells in an object at the paths that fields name. */
function collectPaths(
	object: Readonly<IDataObject>,
	head: string,
	scope: ObjectColumns,
	found: Collection,
	opening: Opening,
): void {
	for (const [name, cell] of Object.entries(object)) {
		const path = `${head}.${normalizeName(name)}`;
		if (opening.paths.has(path)) {
			addCell(scope.getColumn(name), cell, found);
		} else if (opening.heads.has(path) && isPlainObject(cell)) {
			collectPaths(cell, path, scope.getScope(name, 'path'), found, opening);
		}
	}
}

function findRole(name: string, { heads, describesPerson, keepsEvent }: Opening): Role {
	const normalName = normalizeName(name);
	const isRecord = (!describesPerson && RECORD_NAMES.has(normalName)) || (keepsEvent && CONTENT_NAMES.has(normalName));
	return {
		normalName,
		place: OWNER_NAMES.has(normalName)
			? 'owner'
			: PERSON_NAMES.has(normalName)
				? 'person'
				: isRecord
					? 'record'
					: undefined,
		addressRank: ADDRESS_RANKS.get(normalName),
		hasPaths: heads.has(normalName),
	};
}

function addCell(column: Column, cell: unknown, { columns, cells }: Collection): void {
	columns.push(column);
	cells.push(cell);
}

/** Collects an object or a list of objects according to its role. */
function collectNested(
	name: string,
	member: Member,
	cell: object,
	object: Readonly<IDataObject>,
	scope: ObjectColumns,
	found: Collection,
	opening: Opening,
	depth: number,
): void {
	found.hasObjects = true;
	const role = (member.role ??= findRole(name, opening));
	const { column, opaque } = member;
	const { normalName, place, addressRank } = role;
	const isOpen = depth < MAX_DEPTH;
	const hasPaths = isOpen && role.hasPaths && isPlainObject(cell);
	if (hasPaths) collectPaths(cell, normalName, scope.getScope(name, 'path'), found, opening);
	if (column.claim !== undefined && place !== 'owner') {
		addCell(column, cell, found);
	} else if (place === 'owner' && (found.isPerson || findOwnerObject(object) !== name)) {
		addCell(opaque, cell, found);
	} else if (isOpen && place !== undefined) {
		const isList = Array.isArray(cell);
		const inner = isList ? toObject(cell) : (cell as IDataObject);
		found.isDirect &&= !isList;
		if (inner !== undefined) collectCells(inner, scope.getScope(name, place), found, opening, depth + 1);
	} else if (isOpen && addressRank !== undefined) {
		const address = pickAddress(cell);
		const hasContents = address !== undefined && hasAddress(address);
		if (hasContents) {
			found.isDirect &&= !Array.isArray(cell);
			found.addresses.push({ rank: addressRank, object: address, scope: scope.getScope(name, 'address') });
		}
	} else if (!hasPaths) {
		addCell(opaque, cell, found);
	}
}

/** Collects the cells of an object, and of the objects in it that are opened. */
export function collectCells(
	object: Readonly<IDataObject>,
	scope: ObjectColumns,
	found: Collection,
	opening: Opening,
	depth = 0,
): void {
	for (const name in object) {
		const member = scope.getMember(name);
		const { isIgnored, ownPlace, column } = member;
		if (isIgnored) continue;
		const given = object[name];
		const cell = ownPlace === 'custom' ? parseCustom(given) : given;
		found.isDirect &&= cell === given;
		if (ownPlace !== undefined && isPlainObject(cell) && depth < MAX_DEPTH) {
			collectCells(cell, scope.getScope(name, ownPlace), found, opening, depth + 1);
		} else if (typeof cell === 'object' && cell !== null && scope.place !== 'custom' && isNested(cell)) {
			collectNested(name, member, cell, object, scope, found, opening, depth);
		} else {
			addCell(column, cell, found);
		}
	}
}

/** Collects only the address with the best rank: the city of one and the zip of another are not an address. */
export function collectAddress(found: Collection): void {
	const [first] = found.addresses.sort((one, other) => one.rank - other.rank);
	if (first === undefined) return;
	for (const [name, cell] of Object.entries(first.object)) {
		const column = first.scope.getColumn(name);
		if (column.claim !== undefined) addCell(column, cell, found);
	}
}

/** Collects the cells at the paths that the item's product defines. */
export function collectProductCells(data: Readonly<IDataObject>, scope: ObjectColumns, found: Collection): void {
	for (const [path, meaning] of Object.entries(scope.product?.columns ?? {})) {
		const cell = followPath(data, path);
		const column = scope.getProductColumn(path, meaning);
		if (cell === undefined || column.claim === undefined) continue;
		addCell(column, cell, found);
		found.isDirect = false;
	}
}

/** Makes a function that converts the cell at a path if the product has its own notation for it. */
function findConversion({ negated = [], codes = {} }: Product, path: string): ((cell: unknown) => unknown) | undefined {
	if (negated.includes(path)) return (cell) => (typeof cell === 'number' ? 0 - cell : cell);
	const meanings = Object.hasOwn(codes, path) ? codes[path] : undefined;
	return meanings && ((cell) => new Map(Object.entries(meanings)).get(String(cell)) ?? '');
}

/**
 * Converts the cells for which a product has its own notation.
 *
 * @param rootLength the number of names in each path that belong to envelopes
 */
export function convertCells(
	product: Product | undefined,
	{ columns, cells }: Collection,
	rootLength: number,
): readonly unknown[] {
	if (product?.negated === undefined && product?.codes === undefined) return cells;
	return cells.map((cell, index) => {
		const path = columns[index]?.path.split(PATH_SEPARATOR).slice(rootLength).join('.') ?? '';
		const convert = findConversion(product, path);
		return convert === undefined ? cell : convert(cell);
	});
}
