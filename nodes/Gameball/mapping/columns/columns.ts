import type { IDataObject } from 'n8n-workflow';
import type { Field, RecordType } from '../../records/RecordType';
import { trim } from '../../text';
import type { Notation } from '../products';
import { HEADERS } from '../words';
import { isRowId, isSystemName, normalizeAll, normalizeName, PATH_SEPARATOR } from './names';
import type { Subject } from './subject';

/**
 * The place of a column in its item.
 *
 * - `product`: a path whose meaning the item's product defines
 * - `record`: an object with the columns of an order or payment
 * - `owner`: an object that is the person the item is about
 * - `attribute`: a custom attribute that the user mapped manually
 * - `item`: the item itself, and `customerAttributes` in Gameball's own shape
 * - `custom`: `custom` in Gameball's own shape, whose contents are custom attributes
 * - `person`: an object with the person's columns
 * - `address`: an object with an address
 * - `path`: an object in which only the paths that fields name are read, such as `customer.id`
 * - `opaque`: the column is an object, or a list of objects, that is not opened
 */
export type Place =
	| 'product'
	| 'record'
	| 'owner'
	| 'attribute'
	| 'item'
	| 'custom'
	| 'person'
	| 'address'
	| 'path'
	| 'opaque';

/** A column of items. If several items have the same column, they share one object. */
export interface Column {
	readonly name: string;
	readonly place: Place;
	/** The names on the way to it. */
	readonly names: readonly string[];
	/** The same as n8n's editor shows them. @example 'body › Customer ID' */
	readonly path: string;
	/** The field it feeds; undefined if its name matches no field. */
	readonly claim: Claim | undefined;
	/** True if times without a zone are in UTC. */
	readonly isUtc: boolean;
	/** What the item's product says about its values. */
	readonly notation: Notation;
}

/** The field that a column's name matches. */
export interface Claim {
	readonly field: Field;
	/** True for one of Gameball's own names: then an unusable value makes the item invalid. */
	readonly isOwn: boolean;
	/** If several columns claim one field, the lowest rank comes first. */
	readonly rank: number;
}

/** The prefixes of column names that stand for the contents of Gameball's own objects, the longest first. */
const DOTTED: ReadonlyArray<readonly [prefix: string, place: 'item' | 'custom']> = [
	['customerattributes.custom.', 'custom'],
	['customerattributes.', 'item'],
	['custom.', 'custom'],
];

/** Shops give exact times in UTC in columns such as `date_created_gmt`. */
const UTC_NAME = /(gmt|utc)$/;

/** The fields that an address feeds, with their names in addresses. */
const ADDRESS_NAMES: Readonly<Record<string, readonly string[]>> = {
	city: ['city', 'town', 'locality', 'cityName'],
	zip: ['zip', 'zipCode', 'postalCode', 'postCode', 'postal'],
	country: ['country', 'countryName', 'countryOrRegion', 'countryId', 'countryCode'],
	mobile: ['phone', 'phoneNumber', 'telephone'],
};

/** The fields that a person's object feeds in records that do not describe the person. */
const PERSON_FIELDS: ReadonlySet<string> = new Set(['customerId', 'email', 'mobile']);

/** The ranks of places, for names that rank equally. */
const PLACE_RANKS: Readonly<Record<Place, number>> = {
	product: 0,
	record: 0,
	owner: 0,
	attribute: 5,
	item: 1,
	path: 2,
	person: 3,
	address: 4,
	custom: 5,
	opaque: 6,
};

/** The places where Gameball's own names are strict. */
const OWN_PLACES: ReadonlySet<Place> = new Set(['item', 'record', 'custom', 'attribute'] as const);

/** The rank of a path that a product defines: before every name. */
const PRODUCT_RANK = -1_000;

/** The rank of an address: after every name. */
const ADDRESS_RANK = 1_000;

/** The rank of a link to another record: after the person's own ID. */
const LINK_RANK = 100;

/** Tells whether an app's column links to another record, such as `user_id`. A person writes "Client ID". */
export const isLinkName = (name: string): boolean => /^(?:user|client|contact)_?id$/i.test(name);

type NameIndex = ReadonlyMap<string, Claim>;

function indexNames(fields: readonly Field[], listNames: (field: Field) => readonly string[]): NameIndex {
	const index = new Map<string, Claim>();
	for (const field of fields) {
		const own = new Set([field.name, field.nestedName].map((name) => name && normalizeName(name)));
		listNames(field).forEach((name, rank) => {
			const key = normalizeName(name);
			if (!index.has(key)) index.set(key, { field, isOwn: own.has(key), rank });
		});
	}
	return index;
}

const isChosenByUser = ({ chosen, sameAs }: Field): boolean => chosen !== undefined || sameAs !== undefined;

/** Lists the names of columns that can feed a field, the likeliest first. */
function listAllNames(field: Field): readonly string[] {
	if (isChosenByUser(field)) return [];
	const { name, nestedName, otherNames = [] } = field;
	const names = [name, ...(nestedName === undefined ? [] : [nestedName]), ...otherNames];
	return [...names, ...names.flatMap((known) => HEADERS[known] ?? [])];
}

const normalizePath = (names: readonly string[]): string => names.map(normalizeName).join('.');

/** Lists the names of a path, written with dots or as n8n's editor shows it. */
const listNames = (path: string): string[] =>
	path.split(path.includes(PATH_SEPARATOR.trim()) ? PATH_SEPARATOR.trim() : '.').map(trim);

/**
 * Lists the indexes of the columns that the user chose: by their path, otherwise by their name in the item itself,
 * otherwise by their name in an object of it.
 *
 * @param chosen a name, or a path with dots or as n8n's editor shows it
 */
export function listChosen(chosen: string, columns: readonly Column[]): number[] {
	const paths = columns.map(({ names }) => names);
	// The names that stand for envelopes.
	const around = Math.min(
		...columns.map(({ place }, index) => (place === 'item' ? (paths[index]?.length ?? 1) : Infinity)),
	);
	const start = Number.isFinite(around) ? around - 1 : 0;
	const isPath = chosen.includes(PATH_SEPARATOR.trim());
	const names = listNames(chosen);
	const list = (matches: (path: readonly string[], own: readonly string[]) => boolean): number[] =>
		paths.flatMap((path, index) => (matches(path, path.slice(start)) ? [index] : []));
	const wanted = normalizePath(names);
	const byPath =
		names.length === 1 ? [] : list((path, own) => [path, own].some((each) => normalizePath(each) === wanted));
	if (byPath.length > 0 || isPath) return byPath;
	const isSame = (name = '') =>
		normalizeName(name) === normalizeName(chosen) && (names.length === 1 || name.includes('.'));
	const inItem = list((_, own) => own.length === 1 && isSame(own[0]));
	return inItem.length > 0 ? inItem : list((_, own) => isSame(own.at(-1)));
}

/** Makes the columns of items for one record type. */
export interface ColumnFactory {
	/**
	 * Makes a column. Spreadsheets write the contents of Gameball's own objects as `custom.color` and
	 * `customerAttributes.city`.
	 *
	 * @param name the column's name, as in the record type's fields
	 * @param path the names on the way to the column, its own name last
	 * @example makeColumn('custom.color', 'item', ['custom.color']) // name: 'color', place: 'custom'
	 */
	makeColumn(name: string, place: Place, path: readonly string[], notation?: Notation): Column;
	/** Tells whether the user chose a column for a field, whatever it is called. */
	isChosen(path: readonly string[]): boolean;
	/** Tells whether a column of an item that is no person is about the item, not about the person. */
	isForeign(name: string, subject: NonNullable<Subject>): boolean;
}

/** The fields of persons that other things have too: an order has a name, a time, tags and a source of its own. */
const THING_FIELDS: ReadonlySet<string> = new Set([
	'joinDate',
	'tags',
	'source',
	'channel',
	'totalSpent',
	'totalOrders',
]);

const NO_NOTATION: Notation = {};

const ADDRESS_KEYS = normalizeAll(Object.values(ADDRESS_NAMES).flat());

/** Tells whether an object has an address in it. */
export const hasAddress = (object: Readonly<IDataObject>): boolean =>
	Object.entries(object).some(
		([name, value]) => ADDRESS_KEYS.has(normalizeName(name)) && value !== null && value !== undefined && value !== '',
	);

function createColumnFactory({ fields, describesPerson }: RecordType): ColumnFactory {
	const all = indexNames(fields, listAllNames);
	const identifying = fields.filter((field) => PERSON_FIELDS.has(field.name));
	const personal = describesPerson ? all : indexNames(identifying, listAllNames);
	const withId = indexNames(identifying, (field) => [
		...listAllNames(field),
		...(field.name === 'customerId' && !isChosenByUser(field) ? ['id'] : []),
	]);
	const postal = indexNames(
		fields.filter((field) => ADDRESS_NAMES[field.name] !== undefined),
		(field) => ADDRESS_NAMES[field.name] ?? [],
	);
	const owned = describesPerson ? all : withId;
	const indexes: Readonly<Record<Exclude<Place, 'opaque'>, NameIndex>> = {
		product: all,
		record: all,
		owner: owned,
		attribute: all,
		item: all,
		custom: all,
		path: all,
		person: personal,
		address: postal,
	};

	function findClaim(name: string, place: Place): Claim | undefined {
		if (place === 'opaque' || isSystemName(name)) return undefined;
		const claim = indexes[place].get(normalizeName(name));
		// Gameball's own names are reserved: they are never custom attributes, even in `custom`.
		if (claim === undefined || ((place === 'custom' || place === 'attribute') && !claim.isOwn)) return undefined;
		const rank = name === claim.field.name ? -1 : claim.rank + (isLinkName(name) ? LINK_RANK : 0);
		// A name counts more than a place, but a product's paths come first, and addresses last.
		const first = place === 'product' ? PRODUCT_RANK : place === 'address' ? ADDRESS_RANK : 0;
		return {
			field: claim.field,
			isOwn: claim.isOwn && OWN_PLACES.has(place),
			rank: (first + rank) * 10 + PLACE_RANKS[place],
		};
	}

	return {
		isChosen(path) {
			const name = normalizeName(path.at(-1) ?? '');
			return fields.some(
				({ chosen }) => chosen !== undefined && normalizeName(listNames(chosen).at(-1) ?? '') === name,
			);
		},
		isForeign(name, subject) {
			const field = all.get(normalizeName(name))?.field.name ?? '';
			if (isRowId(name)) return subject === 'event' || field === 'customerId';
			return (
				describesPerson === true && subject !== 'form' && (THING_FIELDS.has(field) || normalizeName(name) === 'name')
			);
		},
		makeColumn(fullName, givenPlace, path, notation = NO_NOTATION) {
			const small = fullName.toLowerCase();
			const dotted = DOTTED.find(([prefix]) => small.startsWith(prefix) && small.length > prefix.length);
			const isDotted = dotted !== undefined && givenPlace === 'item';
			const name = trim(isDotted ? fullName.slice(dotted[0].length) : fullName);
			const place = isDotted ? dotted[1] : givenPlace;
			return {
				name,
				place,
				names: path,
				path: path.join(PATH_SEPARATOR),
				claim: findClaim(name, place),
				isUtc: UTC_NAME.test(normalizeName(path.at(-1) ?? name)),
				notation,
			};
		},
	};
}

const factories = new WeakMap<RecordType, ColumnFactory>();

/** Gets the factory for a record type. It is made once: an execution of one item would spend most of its time on it. */
export function getColumnFactory(recordType: RecordType): ColumnFactory {
	const factory = factories.get(recordType) ?? createColumnFactory(recordType);
	factories.set(recordType, factory);
	return factory;
}

/** Lists the paths that the fields of a record type name, such as `customer.id`, with each name normalized. */
export function listPaths({ fields }: RecordType): ReadonlySet<string> {
	const names = fields.flatMap(({ otherNames = [], chosen }) =>
		chosen === undefined ? otherNames : [listNames(chosen).join('.')],
	);
	const dotted = names.filter((name) => name.includes('.'));
	return new Set(dotted.map((name) => name.split('.').map(normalizeName).join('.')));
}
