import type { IDataObject } from 'n8n-workflow';
import {
	collectAddress,
	collectCells,
	collectProductCells,
	convertCells,
	RECORD_NAMES,
	type Collection,
	type Opening,
} from './collectCells';
import type { RecordType } from '../../records/RecordType';
import { getColumnFactory, listPaths, type Column, type ColumnFactory } from './columns';
import { ENVELOPES } from './containers';
import { isRowId, normalizeName, PATH_SEPARATOR, setOwn } from './names';
import { ObjectColumns } from './ObjectColumns';
import type { Author, Product } from '../products';
import { canHaveProduct, findProduct } from './findProduct';
import {
	dependsOnCells,
	findColumnsSubject,
	findEventContent,
	findOwner,
	findSubject,
	isNeutralName,
	isPerson,
	type Subject,
} from './subject';
import { isNested, isPlainObject, toObject } from './wrappings';

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
}

/** An item with a list where one person is expected. */
export interface ListItem {
	/** The names on the way to the list. */
	readonly list: string;
}

/** The maximum number of layouts to keep: JSON that leaves out empty values can have a new layout in every row. */
export const MAX_LAYOUTS = 1_000;

const MAX_ENVELOPES = 4;

/** An object around an item's data, and who chose the columns in it. */
interface Found {
	readonly name: string;
	readonly author: Author | undefined;
}

/** Tells whether a cell is an object, or a list of one. */
const isOnlyObject = (cell: unknown): boolean =>
	isPlainObject(cell) || (Array.isArray(cell) && cell.length === 1 && isPlainObject(cell[0]));

/** Finds a known envelope, or the object that is all the item holds. */
function findKnownEnvelope(json: Readonly<IDataObject>, describesPerson: boolean): Found | undefined {
	const known = ENVELOPES.find(({ name, markers, contents = [] }) => {
		const inner: unknown = json[name];
		if (!isNested(inner)) return false;
		return [
			...markers.map((marker) => Object.hasOwn(json, marker)),
			...contents.map((content) => Object.hasOwn(inner as object, content)),
		].every(Boolean);
	});
	if (known !== undefined) return { name: known.name, author: known.author };
	const [name, ...others] = Object.keys(json);
	if (name === undefined || others.length > 0 || !isOnlyObject(json[name])) return undefined;
	const isOpen = isNeutralName(name) || (!describesPerson && RECORD_NAMES.has(normalizeName(name)));
	return isOpen ? { name, author: undefined } : undefined;
}

/**
 * Finds the envelope around an item's data: a known one, the object beside the name of an event, or the person in an item
 * that is none.
 */
function findEnvelope(
	json: Readonly<IDataObject>,
	subject: Subject,
	around: Found | undefined,
	{ describesPerson, keepsEvent }: Opening,
): Found | undefined {
	const known = findKnownEnvelope(json, describesPerson);
	if (known !== undefined) return known;
	const isInEvent = (subject === 'event' || around?.author === 'app') && !keepsEvent;
	const content = isInEvent ? findEventContent(json) : undefined;
	const name = content ?? (describesPerson ? findOwner(json, subject) : undefined);
	return name === undefined ? undefined : { name, author: 'app' };
}

/** Opens an envelope; returns undefined if it contains a list of records. */
function openEnvelope(json: Readonly<IDataObject>, name: string): IDataObject | undefined {
	const inner: unknown = json[name];
	if (!Array.isArray(inner)) return inner as IDataObject;
	return toObject(inner) ?? (isOnlyObject(inner) ? (inner as [IDataObject])[0] : undefined);
}

interface Unwrapped {
	readonly data: Readonly<IDataObject>;
	readonly subject: Subject;
	readonly envelopes: readonly Found[];
}

/**
 * Takes an item out of its envelopes.
 *
 * @param isRecord tells whether an object has columns of the record itself: then nothing in it is an envelope
 */
function unwrapItem(
	json: Readonly<IDataObject>,
	opening: Opening,
	isRecord: (json: Readonly<IDataObject>) => boolean,
): Unwrapped | ListItem {
	let data = json;
	let subject = findSubject(data);
	const envelopes: Found[] = [];
	while (envelopes.length < MAX_ENVELOPES) {
		const envelope = isRecord(data) ? undefined : findEnvelope(data, subject, envelopes.at(-1), opening);
		if (envelope === undefined) break;
		envelopes.push(envelope);
		const inner = openEnvelope(data, envelope.name);
		if (inner === undefined) return { list: envelopes.map(({ name }) => name).join(PATH_SEPARATOR) };
		data = inner;
		subject = findSubject(data);
	}
	return { data, subject, envelopes };
}

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
	private flatLayout: Layout | undefined;
	/** The layout of the latest other item. */
	private latest: { readonly layout: Layout; readonly author: Layout['author'] } | undefined;
	private readonly factory: ColumnFactory;
	private readonly opening: Opening;
	private readonly openings = new Map<string, Opening>();

	constructor(recordType: RecordType) {
		const { describesPerson = false, fields } = recordType;
		this.factory = getColumnFactory(recordType);
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
		const { names, flatLayout } = this;
		if (flatLayout === undefined) return undefined;
		const cells = new Array<unknown>(names.length);
		let index = 0;
		// JavaScript engines read all properties of an object fastest in such a loop.
		for (const name in json) {
			const cell = json[name];
			if (names[index] !== name || (typeof cell === 'object' && isNested(cell))) return undefined;
			cells[index++] = cell;
		}
		return index === names.length ? { layout: flatLayout, cells } : undefined;
	}

	private readAny(given: Readonly<IDataObject>): Row | ListItem {
		const json = openBrackets(given);
		const unwrapped = unwrapItem(json, this.opening, this.isRecord);
		if ('list' in unwrapped) return unwrapped;
		const { data, subject, envelopes } = unwrapped;
		const product = findProduct(data);
		const names = envelopes.map(({ name }) => name);
		const root = this.getRoot(
			product,
			names,
			this.opening.describesPerson ? findColumnsSubject(data, subject) : subject,
		);
		const isPersonItself = this.opening.describesPerson && isPerson(data, subject);
		const found: Collection = { isPerson: isPersonItself, columns: [], cells: [], addresses: [], hasObjects: false };
		collectProductCells(data, root, found);
		if (product?.isNoPerson !== true || this.isRecord(data)) collectCells(data, root, found, this.getOpening(names));
		collectAddress(found);
		const around = envelopes.flatMap(({ author = [] }) => author).at(-1);
		const authors = [around, product?.author];
		const isFromApp = found.hasObjects || subject === 'object' || authors.includes('app');
		const author = authors.includes('person') ? 'person' : isFromApp ? 'app' : 'unclear';
		const layout = this.getLayout(found.columns, author);
		this.keepFlat(given, layout, found);
		return { layout, cells: convertCells(product, found, envelopes.length) };
	}

	/** Keeps the layout of an item whose cells are its own values, so that the next item can be read faster. */
	private keepFlat(json: Readonly<IDataObject>, layout: Layout, { cells, hasObjects }: Collection): void {
		const names = Object.keys(json);
		const isOwn = names.length === cells.length && cells.every((cell, index) => cell === json[names[index] ?? '']);
		const hasSubject = (this.opening.describesPerson || names.some(isRowId)) && dependsOnCells(names);
		const isVariable = hasSubject || canHaveProduct(names) || names.includes('custom');
		if (hasObjects || !isOwn || isVariable) return;
		this.names = names;
		this.flatLayout = layout;
	}

	/** Tells whether an object has a column with Gameball's own name for a required field. */
	private readonly isRecord = (data: Readonly<IDataObject>): boolean =>
		Object.keys(data).some((name) => {
			const { claim } = this.getRoot(undefined, []).getColumn(name);
			return claim?.isOwn === true && claim.field.required === true;
		});

	private getRoot(product: Product | undefined, envelopes: readonly string[], subject?: Subject): ObjectColumns {
		const key = [product?.name ?? '', subject ?? '', ...envelopes].join('\u0000');
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
		if (this.layouts.size >= MAX_LAYOUTS) this.layouts.clear();
		this.layouts.set(key, layout);
		this.latest = { layout, author };
		return layout;
	}
}
