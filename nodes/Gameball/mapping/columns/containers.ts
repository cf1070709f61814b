import type { Author } from '../products';

/**
 * The objects in items that are opened, by role. Every other object is opaque: nothing in it is read or sent, so that
 * the owner's email never becomes the customer's. To open another object, add a line to one of these tables, or to the
 * columns of its product in `products.ts`. Names are compared by `normalizeName`.
 */

/** An object around the person's data. If its markers are there, its contents are read in place of the item. */
export interface Envelope {
	readonly name: string;
	/** Names that must all be beside it. */
	readonly markers: readonly string[];
	/** Names that must all be in it. */
	readonly contents?: readonly string[];
	/** Who chose its columns, if the objects among them do not show it. */
	readonly author?: Author;
}

/** The envelopes, the most specific first. Envelopes can be nested. */
export const ENVELOPES: readonly Envelope[] = [
	// A row of a file that comes back from this node's error output.
	{ name: 'error', markers: ['message'], contents: ['row', 'columns'] },
	{ name: 'columns', markers: ['row', 'status'], author: 'person' },
	// n8n's Webhook node, and in it Supabase, Tally and Typeform.
	{ name: 'body', markers: ['headers', 'query'] },
	{ name: 'record', markers: ['table', 'schema', 'old_record'] },
	{ name: 'data', markers: ['eventId', 'eventType'] },
	{ name: 'form_response', markers: ['event_id', 'event_type'] },
	// Forms: Jotform, Facebook Lead Ads.
	{ name: 'rawRequest', markers: ['formID', 'submissionID'], author: 'person' },
	{ name: 'data', markers: ['form', 'adset'], author: 'person' },
	{ name: 'field_data', markers: ['form', 'adset'], author: 'person' },
	// Notion.
	{ name: 'properties', markers: ['object', 'parent'], author: 'person' },
	// Google Sheets' trigger for changes, and Pipedrive's first trigger.
	{ name: 'current', markers: ['previous'] },
	// Pipedrive's second trigger and its search.
	{ name: 'data', markers: ['meta', 'previous'] },
	{ name: 'item', markers: ['result_score'] },
	// Stripe: { type: 'customer.created', data: { object: { … } } }.
	{ name: 'data', markers: ['type', 'livemode'] },
	{ name: 'object', markers: ['previous_attributes'] },
	// Mailchimp, Customer.io.
	{ name: 'data', markers: ['type', 'fired_at'] },
	{ name: 'data', markers: ['event_id', 'metric', 'object_type'] },
	// Postgres' trigger.
	{ name: 'payload', markers: ['processId', 'channel'] },
	// Klaviyo.
	{ name: 'data', markers: ['links'] },
];

/** The objects that are the person an item is about: their ID identifies the person, whatever the item is. */
export const OWNERS: readonly string[] = [
	...['customer', 'contact', 'subscriber', 'member', 'person', 'lead', 'client', 'payer', 'buyer', 'shopper'],
	...['patient', 'guest', 'attendee', 'invitee', 'registrant', 'customer_details', 'billing_details'],
];

/** The objects in which apps deliver what an event is about, beside the event's name. */
export const EVENT_CONTENTS: readonly string[] = [
	...['data', 'payload', 'content', 'detail', 'submission', 'record', 'object', 'resource'],
];

/** The objects whose contents are a person's columns; in other record types, only those that identify the person. */
export const PERSONS: readonly string[] = [
	'properties',
	'attributes',
	'fields',
	'merge_fields',
	'merges',
	'custom_attributes',
	'custom_fields',
	'custom_field',
	'customFieldValues',
	'field_data',
	'column_values',
	'answers',
	'hidden',
	'core',
	'_embedded',
	'traits',
	'dataFields',
	'profile',
	'node',
];

/** The objects whose contents are columns of an order or payment. */
export const RECORDS: readonly string[] = ['order', 'payment', 'invoice', 'transaction'];

/** The objects with an address, the best one first. They feed only city, zip, country and phone. */
export const ADDRESSES: readonly string[] = [
	'default_address',
	'primary_address',
	'address',
	'person_mailing_address',
	'mailing_address',
	'postal_address',
	'billing',
	'billing_address',
	'bill_addr',
	'addresses',
	'location',
	'location_data',
	'geolocation',
	'shipping',
];
