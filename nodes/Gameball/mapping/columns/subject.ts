import type { IDataObject } from 'n8n-workflow';
import { isErrorText, readText } from './cells';
import { customer } from '../../records/customer';
import { HEADERS } from '../words';
import { EVENT_CONTENTS, OWNERS } from './containers';
import { isFilled, isPlainObject, toObject } from './wrappings';
import { normalizeAll, normalizeName } from './names';

/**
 * What an item is about if it is no person.
 *
 * - `event`: an event, which it names
 * - `object`: an app's object that says what it is, such as `{ object: 'subscription' }`
 * - `thing`: an order, a message, an appointment or the like, as its columns show
 * - `form`: the answers of a person, whose ID is not the person's
 */
export type Subject = 'event' | 'object' | 'thing' | 'form' | undefined;

/** The names of the objects that are the person, and of those that events have their contents in, normalized. */
export const OWNER_NAMES = normalizeAll(OWNERS);
export const CONTENT_NAMES = normalizeAll(EVENT_CONTENTS);
const NEUTRAL_NAMES = normalizeAll([
	...['entity', 'item', 'result', 'body', 'response', 'user', 'profile'],
	...['mautic.lead_post_save_new', 'mautic.lead_post_save_update'],
]);

/** The columns that name an event. */
const EVENT_COLUMNS = normalizeAll([
	...['event', 'eventType', 'eventName', 'webhookEvent', 'topic', 'detailType', 'triggerType', 'notificationType'],
]);

/** The columns that name an event in some apps, and what their text looks like then. */
const LIKELY_EVENT_COLUMNS = normalizeAll(['type', 'action', 'trigger']);
const EVENT_NAME =
	/^[a-z][a-z_]*[.:][a-z]|[._](?:created|updated|added|deleted|paid|captured|approved|succeeded|completed|confirmed|generated|submitted)$|^(?:identify|track|page|group)$/i;

/** The columns in which an object says what it is, how it does so, and the words for persons there. */
const KIND = /^[a-z][a-z_.]*$/;
const KINDS: ReadonlyMap<string, RegExp> = new Map([
	['object', KIND],
	['entity', KIND],
	['kind', /^[a-z]+#[a-z#]+$/i],
]);
const PERSON_KIND = /customer|contact|person|profile|member|lead|subscriber|client|user/;

/** The columns that only orders, messages, appointments and the like have. */
const THING_COLUMNS = normalizeAll([
	...['orderId', 'orderNumber', 'orderStatus', 'lineItems', 'lineItemName', 'lineItemPrice', 'subtotal'],
	...['financialStatus', 'fulfillmentStatus', 'totalPrice', 'grandTotal', 'invoiceId', 'invoiceNumber', 'checkoutId'],
	...['threadId', 'messageId', 'chatId', 'conversationId', 'snippet', 'ticketId', 'requesterId'],
	...['appointmentId', 'appointmentTypeId', 'bookingId', 'meetingId', 'organizer', 'attendees'],
]);

/** The columns of such things that lists of persons have too, such as a student's subject. */
const LIKELY_THING_COLUMNS = normalizeAll(['orderDate', 'subject', 'startTime', 'endTime']);

/** The columns that only the answers to a form have. */
const FORM_COLUMNS = normalizeAll(['submissionId', 'submissionTime', 'submittedAt', 'responseId', 'formId']);

/** The columns that only persons have. */
const PERSON_COLUMNS = normalizeAll([
	...['fullName', 'customerId', 'customerNumber'],
	...customer.fields
		.filter(({ name }) => ['email', 'mobile', 'firstName', 'lastName'].includes(name))
		.flatMap(({ name, otherNames = [] }) => [name, ...otherNames, ...(HEADERS[name] ?? [])]),
]);

/** The objects that are a person, but not always the one that the item is about. */
const INNER_PERSONS = normalizeAll([...OWNERS, 'user', 'account', 'sender', 'from']);

/** Tells by an object's name whether it is all that an item holds: a person, or a name that says nothing. */
export const isNeutralName = (name: string): boolean => {
	const normal = normalizeName(name);
	return CONTENT_NAMES.has(normal) || NEUTRAL_NAMES.has(normal) || OWNER_NAMES.has(normal);
};

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

const isEvent = (name: string, value: unknown): boolean =>
	isText(value) && (EVENT_COLUMNS.has(name) || (LIKELY_EVENT_COLUMNS.has(name) && EVENT_NAME.test(value)));

const namesKind = (name: string, value: unknown): boolean =>
	isText(value) && KINDS.get(name)?.test(value) === true && !PERSON_KIND.test(value);

/** Tells whether a column's cells can decide what an item is about. */
export function isDeciding(name: string): boolean {
	const normal = normalizeName(name);
	return EVENT_COLUMNS.has(normal) || LIKELY_EVENT_COLUMNS.has(normal) || KINDS.has(normal);
}

const hasValue = (cell: unknown): boolean =>
	isFilled(cell) && !(typeof cell === 'string' && isErrorText(readText(cell)));

function hasPersonColumns(json: Readonly<IDataObject>): boolean {
	for (const name in json) if (PERSON_COLUMNS.has(normalizeName(name)) && hasValue(json[name])) return true;
	return false;
}

/** Lists the objects of an item under one of the names. */
function listObjects(json: Readonly<IDataObject>, names: ReadonlySet<string>): Array<[string, IDataObject]> {
	const found: Array<[string, IDataObject]> = [];
	for (const name in json) {
		const value = json[name];
		if (typeof value !== 'object' || value === null || !names.has(normalizeName(name))) continue;
		const object = Array.isArray(value) ? toObject(value) : value;
		if (isPlainObject(object)) found.push([name, object]);
	}
	return found;
}

const identifiesPerson = (object: IDataObject): boolean => hasPersonColumns(object) || isFilled(object.id);

const MAX_DEPTH = 3;

/** Tells whether an object holds a person: in its own columns, or in an object in it. */
const holdsPerson = (object: IDataObject, depth = 0): boolean =>
	hasPersonColumns(object) ||
	listObjects(object, OWNER_NAMES).some(([, owner]) => identifiesPerson(owner)) ||
	(depth < MAX_DEPTH && Object.values(object).some((inner) => isPlainObject(inner) && holdsPerson(inner, depth + 1)));

/** Tells whether an item is no person itself, but has one in it. */
const isAroundPerson = (json: Readonly<IDataObject>): boolean =>
	Object.values(json).some(isPlainObject) &&
	!hasPersonColumns(json) &&
	(listObjects(json, INNER_PERSONS).some(([, person]) => hasPersonColumns(person)) ||
		listObjects(json, CONTENT_NAMES).some(([, content]) => holdsPerson(content)));

/** Finds out what an item is about, whether or not it names an event. */
function findNature(json: Readonly<IDataObject>): Subject {
	let subject: Subject;
	let isLikelyThing = false;
	for (const name in json) {
		const normal = normalizeName(name);
		if (namesKind(normal, json[name])) subject = 'object';
		else if (THING_COLUMNS.has(normal)) subject ??= 'thing';
		else if (FORM_COLUMNS.has(normal)) subject ??= 'form';
		else isLikelyThing ||= LIKELY_THING_COLUMNS.has(normal);
	}
	if (subject !== undefined) return subject;
	return (isLikelyThing && !hasPersonColumns(json)) || isAroundPerson(json) ? 'thing' : undefined;
}

/** Finds out what an item is about; returns undefined if nothing shows that it is no person. */
export function findSubject(json: Readonly<IDataObject>): Subject {
	for (const name in json) if (isEvent(normalizeName(name), json[name])) return 'event';
	return findNature(json);
}

/**
 * Finds out what the columns of an item are about. An event with a person's own columns is like an answer to a form: all
 * but its ID are the person's.
 */
export const findColumnsSubject = (json: Readonly<IDataObject>, subject: Subject): Subject =>
	subject === 'event' && hasPersonColumns(json) ? (findNature(json) ?? 'form') : subject;

const takeOnlyName = (names: readonly string[]): string | undefined => (names.length === 1 ? names[0] : undefined);

/** Finds the only object beside an event's name that holds a person. */
export const findEventContent = (json: Readonly<IDataObject>): string | undefined =>
	takeOnlyName(
		listObjects(json, CONTENT_NAMES)
			.filter(([, content]) => holdsPerson(content))
			.map(([name]) => name),
	);

/** Tells whether an item is a person. */
export const isPerson = (json: Readonly<IDataObject>, subject: Subject): boolean =>
	(subject === undefined || subject === 'form') && hasPersonColumns(json);

/**
 * Finds the object that is the person an item is about: the customer, or the only person. Of several persons, none is: to
 * choose one would be a guess.
 */
export function findOwnerObject(json: Readonly<IDataObject>): string | undefined {
	const owners = listObjects(json, OWNER_NAMES);
	const named = owners.find(([name]) => normalizeName(name) === 'customer');
	if (named !== undefined) return named[0];
	const identified = owners.filter(([, owner]) => identifiesPerson(owner));
	return takeOnlyName((identified.length > 0 ? identified : owners).map(([name]) => name));
}

/** Finds the person in an item that is none itself. */
export function findOwner(json: Readonly<IDataObject>, subject: Subject): string | undefined {
	const name = isPerson(json, subject) ? undefined : findOwnerObject(json);
	const [, owner] = listObjects(json, OWNER_NAMES).find(([other]) => other === name) ?? [];
	return owner !== undefined && identifiesPerson(owner) ? name : undefined;
}
