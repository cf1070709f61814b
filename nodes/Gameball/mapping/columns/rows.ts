import type { IDataObject } from 'n8n-workflow';
import {
	collectAddress,
	collectCells,
	collectProductCells,
	convertCells,
	type Collection,
	type Opening,
} from './collectCells';
import type { RecordType } from '../../records/RecordType';
import { getColumnFactory, listPaths, type Column, type ColumnFactory } from './columns';
import { normalizeAll, normalizeName, setOwn } from './names';
import { ObjectColumns } from './ObjectColumns';
import type { Author, Product } from '../products';
import { canHaveProduct, findProduct } from './findProduct';
import { findColumnsSubject, isDeciding, isPerson, type Subject } from './subject';
import { unwrapItem, type ListItem } from './unwrapItem';
import { isNested, isPlainObject } from './wrappings';

/** The columns of an item. Items with the same columns, such as the rows of a table, share one object. */
export interface Layout {
	readonly columns: readonly Column[];
	/** An app if its objects show that; flat items can be from either. */
	readonly author: Author | 'unclear';
	/** Set if the user mapped the columns manually. */
	readonly isManual?: true;
}

/** An item as a list of cells, one for each column of its layout. */
export interface Row {
	readonly layout: Layout;
	readonly cells: readonly unknown[];
	/** Set if each cell is the value at the names of its column, so that some can be read again without the others. */
	readonly isDirect?: boolean;
}

function readCell(json: Readonly<IDataObject>, names: readonly string[]): unknown {
	let value: unknown = json;
	for (let depth = 0; depth < names.length; depth++) value = (value as IDataObject)[names[depth] ?? ''];
	return value;
}

/** Reads some cells of an item again, of which a row was direct. */
export function readCells(json: Readonly<IDataObject>, { columns }: Layout, indexes: readonly number[]): unknown[] {
	const cells = new Array<unknown>(columns.length);
	for (const index of indexes) cells[index] = readCell(json, columns[index]?.names ?? []);
	return cells;
}

/** The maximum number of layouts to keep: JSON that leaves out empty values can have a new layout in every row. */
export const MAX_LAYOUTS = 1_000;

/** The names of form fields in brackets, such as `data[merges][FNAME]`. */
const BRACKETS = /^([^\s[\]]+)((?:\[[^\s[\]]*\])+)$/;

/** Turns names in brackets into nested objects, as forms mean them. A name that would replace a value stays. */
function openBrackets(json: Readonly<IDataObject>): Readonly<IDataObject> {
	if (!Object.keys(json).some((name) => BRACKETS.test(name))) return json;
	const opened: IDataObject = {};
	for (const [name, cell] of Object.entries(json)) {
		const [, head = name, rest = ''] = BRACKETS.exec(name) ?? [];
		const names = [head, ...[...rest.matchAll(/\[([^[\]]*)\]/g)].map(([, inner = '']) => inner)];
		const last = names.pop() ?? name;
		let object: IDataObject | undefined = opened;
		for (const part of names) {
			if (object !== undefined && !Object.hasOwn(object, part)) setOwn(object, part, {});
			const inner: unknown = object?.[part];
			object = isPlainObject(inner) ? inner : undefined;
		}
		if (object === undefined || Object.hasOwn(object, last)) setOwn(opened, name, cell);
		else setOwn(object, last, cell);
	}
	return opened;
}

/** Makes the paths at which objects are opened, and their beginnings. */
function makePaths(paths: Iterable<string>): Pick<Opening, 'paths' | 'heads'> {
	const heads = [...paths].flatMap((path) => {
		const names = path.split('.');
		return names.slice(1).map((_, index) => names.slice(0, index + 1).join('.'));
	});
	return { paths: new Set(paths), heads: new Set(heads) };
}

/** Tells whether at least a third of an item's own names have spaces, as in forms, but not in apps. */
function haveSpaces(columns: readonly Column[]): boolean {
	const own = columns.filter(({ place }) => place === 'item' || place === 'opaque');
	return own.length > 0 && own.filter(({ name }) => name.trim().includes(' ')).length * 3 >= own.length;
}

/** Reads items as rows. Everything that depends only on an item's columns is kept for later items. */
export class RowReader {
	private readonly roots = new Map<string, ObjectColumns>();
	private readonly layouts = new Map<string, Layout>();
	private readonly columnNumbers = new Map<Column, number>();
	/** The names and the layout of the latest item without objects. */
	private names: readonly string[] = [];
	/** Its cells that decide what an item is about: with others, the next item can have another layout. */
	private deciding: ReadonlyArray<{ readonly index: number; readonly cell: unknown }> = [];
	private flatLayout: Layout | undefined;
	/** True if there are too many layouts to keep all of them. */
	private hasManyLayouts = false;
	/** The layout of the latest other item. */
	private latest: { readonly layout: Layout; readonly author: Layout['author'] } | undefined;
	private readonly factory: ColumnFactory;
	private readonly opening: Opening;
	private readonly openings = new Map<string, Opening>();
	/** The names of the columns that the user chose. */
	private readonly chosen: ReadonlySet<string>;

	constructor(recordType: RecordType) {
		const { describesPerson = false, fields } = recordType;
		this.factory = getColumnFactory(recordType);
		this.chosen = normalizeAll(fields.flatMap(({ chosen = [] }) => chosen));
		const keepsEvent = fields.some(({ name }) => name === 'eventName');
		this.opening = { ...makePaths(listPaths(recordType)), describesPerson, keepsEvent };
	}

	/** Gets what is opened in envelopes: the user may choose a column by its path from the item on. */
	private getOpening(envelopes: readonly string[]): Opening {
		if (envelopes.length === 0) return this.opening;
		const start = [...envelopes.map(normalizeName), ''].join('.');
		const opening = this.openings.get(start) ?? {
			...this.opening,
			...makePaths([...this.opening.paths].map((path) => (path.startsWith(start) ? path.slice(start.length) : path))),
		};
		this.openings.set(start, opening);
		return opening;
	}

	read(json: Readonly<IDataObject>): Row | ListItem {
		return this.readKnown(json) ?? this.readAny(json);
	}

	/** Reads an item without objects that has the same names as the previous one; returns undefined for others. */
	private readKnown(json: Readonly<IDataObject>): Row | undefined {
		const { names, flatLayout, deciding } = this;
		if (flatLayout === undefined) return undefined;
		const cells = new Array<unknown>(names.length);
		let index = 0;
		// JavaScript engines read all properties of an object fastest in such a loop.
		for (const name in json) {
			const cell = json[name];
			if (names[index] !== name || (typeof cell === 'object' && isNested(cell))) return undefined;
			cells[index++] = cell;
		}
		for (const { index: at, cell } of deciding) if (cells[at] !== cell) return undefined;
		return index === names.length ? { layout: flatLayout, cells, isDirect: true } : undefined;
	}

	private readAny(given: Readonly<IDataObject>): Row | ListItem {
		const json = openBrackets(given);
		const unwrapped = unwrapItem(json, this.opening, this.isRecord);
		if ('list' in unwrapped) return unwrapped;
		const { data, subject, envelopes } = unwrapped;
		const product = findProduct(data, envelopes.length > 0);
		const names = envelopes.map(({ name }) => name);
		const root = this.getRoot(
			product,
			names,
			this.opening.describesPerson ? findColumnsSubject(data, subject) : subject,
		);
		const isPersonItself = this.opening.describesPerson && isPerson(data, subject);
		const found: Collection = {
			isPerson: isPersonItself,
			columns: [],
			cells: [],
			addresses: [],
			hasObjects: false,
			isDirect: true,
		};
		collectProductCells(data, root, found);
		if (product?.isNoPerson !== true || this.isRecord(data)) collectCells(data, root, found, this.getOpening(names));
		collectAddress(found);
		const around = envelopes.filter(({ author }) => author !== undefined).at(-1)?.author;
		const authors = [around, product?.author];
		const isFromApp = found.hasObjects || subject === 'object' || authors.includes('app');
		const author = authors.includes('person') ? 'person' : isFromApp ? 'app' : 'unclear';
		const layout = this.getLayout(found.columns, author);
		this.keepFlat(given, layout, found);
		const cells = convertCells(product, found, envelopes.length);
		const isDirect = found.isDirect && cells === found.cells && readCell(given, names) === data;
		return { layout, cells, isDirect: isDirect && !this.hasManyLayouts };
	}

	/** Keeps the layout of an item whose cells are its own values, so that the next item can be read faster. */
	private keepFlat(json: Readonly<IDataObject>, layout: Layout, { cells, hasObjects }: Collection): void {
		if (hasObjects) return;
		const names = Object.keys(json);
		const isOwn = names.length === cells.length && cells.every((cell, index) => cell === json[names[index] ?? '']);
		if (!isOwn || canHaveProduct(names) || names.includes('custom')) return;
		this.names = names;
		this.deciding = names.flatMap((name, index) => (isDeciding(name) ? [{ index, cell: cells[index] }] : []));
		this.flatLayout = layout;
	}

	/** Tells whether an object has a column with Gameball's own name for a required field, or the one that the user chose. */
	private readonly isRecord = (data: Readonly<IDataObject>): boolean =>
		Object.keys(data).some((name) => {
			const { claim } = this.getRoot(undefined, []).getColumn(name);
			return (claim?.isOwn === true && claim.field.required === true) || this.chosen.has(normalizeName(name));
		});

	private getRoot(product: Product | undefined, envelopes: readonly string[], subject?: Subject): ObjectColumns {
		const key = `${product?.name ?? ''}\u0000${subject ?? ''}\u0000${envelopes.join('\u0000')}`;
		const root = this.roots.get(key) ?? new ObjectColumns(this.factory, { product, subject }, 'item', envelopes);
		this.roots.set(key, root);
		return root;
	}

	/**
	 * Gets the layout of columns, which all items with these columns share.
	 *
	 * @param author as the item itself shows; names with spaces outweigh that
	 */
	private getLayout(columns: readonly Column[], author: Layout['author']): Layout {
		const { latest } = this;
		const isSame =
			latest?.author === author &&
			latest.layout.columns.length === columns.length &&
			columns.every((column, index) => column === latest.layout.columns[index]);
		if (latest !== undefined && isSame) return latest.layout;
		const numbers = columns.map((column) => {
			const number = this.columnNumbers.get(column) ?? this.columnNumbers.size;
			this.columnNumbers.set(column, number);
			return number;
		});
		const key = [author, ...numbers].join();
		const layout = this.layouts.get(key) ?? { columns, author: haveSpaces(columns) ? 'person' : author };
		if (this.layouts.size >= MAX_LAYOUTS) {
			this.layouts.clear();
			this.hasManyLayouts = true;
		}
		this.layouts.set(key, layout);
		this.latest = { layout, author };
		return layout;
	}
}
