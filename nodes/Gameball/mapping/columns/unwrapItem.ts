import type { IDataObject } from 'n8n-workflow';
import type { Author } from '../products';
import { RECORD_NAMES, type Opening } from './collectCells';
import { ENVELOPES } from './containers';
import { createSearch, normalizeName, PATH_SEPARATOR } from './names';
import { findEventContent, findOwner, findSubject, isNeutralName, type Subject } from './subject';
import { isNested, isPlainObject, toObject } from './wrappings';

/** An item with a list where one person is expected. */
export interface ListItem {
	/** The names on the way to the list. */
	readonly list: string;
}

const MAX_ENVELOPES = 4;

/** An object around an item's data, and who chose the columns in it. */
interface FoundEnvelope {
	readonly name: string;
	readonly author: Author | undefined;
}

/** Tells whether a cell is an object, or a list of one. */
const isOnlyObject = (cell: unknown): boolean =>
	isPlainObject(cell) || (Array.isArray(cell) && cell.length === 1 && isPlainObject(cell[0]));

/** Tells whether a cell is a list of several records: no list of pairs. */
const isListOfObjects = (cell: unknown): boolean =>
	Array.isArray(cell) && cell.length > 1 && cell.every(isPlainObject) && toObject(cell) === undefined;

const search = createSearch(ENVELOPES, ({ name }) => [name]);

/** Finds a known envelope, or the object or list of objects that is all the item holds. */
function findKnownEnvelope(json: Readonly<IDataObject>, describesPerson: boolean): FoundEnvelope | undefined {
	const known = search(json, ({ name, markers, contents = [] }) => {
		const inner: unknown = json[name];
		if (!isNested(inner)) return false;
		const has = (content: string) => Object.hasOwn(inner as object, content);
		return markers.every((marker) => Object.hasOwn(json, marker)) && contents.every(has);
	});
	if (known !== undefined) return { name: known.name, author: known.author };
	const [name, ...others] = Object.keys(json);
	if (name === undefined || others.length > 0) return undefined;
	if (isListOfObjects(json[name])) return { name, author: undefined };
	if (!isOnlyObject(json[name])) return undefined;
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
	around: FoundEnvelope | undefined,
	{ describesPerson, keepsEvent }: Opening,
): FoundEnvelope | undefined {
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

/** An item out of its envelopes. */
export interface Unwrapped {
	readonly data: Readonly<IDataObject>;
	readonly subject: Subject;
	readonly envelopes: readonly FoundEnvelope[];
}

/**
 * Takes an item out of its envelopes.
 *
 * @param isRecord tells whether an object has columns of the record itself: then nothing in it is an envelope
 */
export function unwrapItem(
	json: Readonly<IDataObject>,
	opening: Opening,
	isRecord: (json: Readonly<IDataObject>) => boolean,
): Unwrapped | ListItem {
	let data = json;
	let subject = findSubject(data);
	const envelopes: FoundEnvelope[] = [];
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
