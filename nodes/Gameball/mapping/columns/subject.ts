import type { IDataObject } from 'n8n-workflow';
import { EVENT_CONTENTS, OWNERS } from './containers';
import { isFilled, isPlainObject } from './wrappings';
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

/** The columns that name an event. */
const EVENT_COLUMNS = normalizeAll([
	...['event', 'eventType', 'eventName', 'webhookEvent', 'topic', 'detailType', 'triggerType', 'notificationType'],
]);

/** The columns that name an event in some apps, and what their text looks like then. */
const LIKELY_EVENT_COLUMNS = normalizeAll(['type', 'action', 'trigger']);
const EVENT_NAME =
	/^[a-z][a-z_]*[./:][a-z]|[._ ](?:created|updated|added|deleted|paid|captured|approved|succeeded|completed|confirmed|generated|submitted)$|^(?:identify|track|page|group)$/i;

/** The columns in which an object says what it is, and the words for persons there. */
const KIND_COLUMNS = normalizeAll(['object', 'kind', 'entity']);
const KIND = /^[a-z][a-z_.#]*$/;
const PERSON_KIND = /customer|contact|person|profile|member|lead|subscriber|client|user/;

/** The columns that only orders, messages, appointments and the like have. */
const THING_COLUMNS = normalizeAll([
	...['orderId', 'orderNumber', 'orderDate', 'orderStatus', 'lineItems', 'lineItemName', 'lineItemPrice', 'subtotal'],
	...['financialStatus', 'fulfillmentStatus', 'totalPrice', 'grandTotal', 'invoiceId', 'invoiceNumber', 'checkoutId'],
	...['threadId', 'messageId', 'chatId', 'conversationId', 'subject', 'snippet', 'ticketId', 'requesterId'],
	...['appointmentId', 'appointmentTypeId', 'bookingId', 'meetingId', 'startTime', 'endTime', 'organizer', 'attendees'],
]);

/** The columns that only the answers to a form have. */
const FORM_COLUMNS = normalizeAll(['submissionId', 'submissionTime', 'submittedAt', 'responseId', 'formId']);

/** The columns that only persons have. */
const PERSON_COLUMNS = normalizeAll([
	...['email', 'emailAddress', 'emailAddresses', 'emails', 'userEmail', 'primaryEmail'],
	...['phone', 'phoneNumber', 'mobile', 'firstName', 'lastName', 'givenName', 'familyName', 'fullName'],
	...['customerId', 'customerNumber'],
]);

/** The objects that are a person, but not always the one that the item is about. */
const INNER_PERSONS = normalizeAll([...OWNERS, 'user', 'account', 'sender', 'from']);

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

const isEvent = (name: string, value: unknown): boolean =>
	isText(value) && (EVENT_COLUMNS.has(name) || (LIKELY_EVENT_COLUMNS.has(name) && EVENT_NAME.test(value)));

const isObject = (name: string, value: unknown): boolean =>
	KIND_COLUMNS.has(name) && isText(value) && KIND.test(value) && !PERSON_KIND.test(value);

/** Tells whether the subject of items with these columns depends on their cells. */
export const dependsOnCells = (names: readonly string[]): boolean =>
	names
		.map(normalizeName)
		.some((name) => [EVENT_COLUMNS, LIKELY_EVENT_COLUMNS, KIND_COLUMNS].some((columns) => columns.has(name)));

function hasPersonColumns(json: Readonly<IDataObject>): boolean {
	for (const name in json) if (PERSON_COLUMNS.has(normalizeName(name)) && isFilled(json[name])) return true;
	return false;
}

/** Lists the objects of an item under one of the names. */
function listObjects(json: Readonly<IDataObject>, names: ReadonlySet<string>): Array<[string, IDataObject]> {
	const found: Array<[string, IDataObject]> = [];
	for (const name in json) {
		const value = json[name];
		if (isPlainObject(value) && names.has(normalizeName(name))) found.push([name, value]);
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

/** Finds out what an item is about; returns undefined if nothing shows that it is no person. */
export function findSubject(json: Readonly<IDataObject>): Subject {
	let subject: Subject;
	for (const name in json) {
		const normal = normalizeName(name);
		if (isEvent(normal, json[name])) return 'event';
		if (isObject(normal, json[name])) subject = 'object';
		else if (THING_COLUMNS.has(normal)) subject ??= 'thing';
		else if (FORM_COLUMNS.has(normal)) subject ??= 'form';
	}
	return subject ?? (isAroundPerson(json) ? 'thing' : undefined);
}

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

/** Finds the only person in an item that is none itself. */
export function findOwner(json: Readonly<IDataObject>, subject: Subject): string | undefined {
	if (isPerson(json, subject)) return undefined;
	return takeOnlyName(
		listObjects(json, OWNER_NAMES)
			.filter(([, owner]) => identifiesPerson(owner))
			.map(([name]) => name),
	);
}
