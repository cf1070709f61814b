import type { IDataObject } from 'n8n-workflow';
import { CUSTOMER_ID } from './commonFields';
import type { MappedRecord, RecordType } from './RecordType';

/** Makes the events of a record, by name: those in Gameball's own shape, and the one in separate columns. */
function toEvents({ values: { events, eventName, metadata }, custom }: MappedRecord): IDataObject {
	if (eventName === undefined) return (events ?? {}) as IDataObject;
	const named = [[String(eventName), { ...(metadata as IDataObject), ...custom }]] as const;
	return { ...(events as IDataObject), ...Object.fromEntries(named) };
}

/**
 * Events: `POST /integrations/batch/events` takes `{ customerId, events: { name: metadata } }`. Nothing tells one event
 * from another, so a repeat counts twice (docs/api.md, "Create a batch").
 */
export const event: RecordType = {
	name: 'event',
	displayName: 'Event',
	description: 'Record customer actions',
	path: 'events',
	fields: [
		CUSTOMER_ID,
		{
			name: 'eventName',
			label: 'Event Name',
			description: 'What the customer did; columns that match no field become its metadata',
			type: 'identifier',
			otherNames: ['event', 'eventType', 'activity'],
		},
		{
			name: 'metadata',
			label: 'Metadata',
			description: 'Details of the event, as an object or as JSON',
			type: 'object',
			otherNames: ['properties', 'eventProperties', 'eventData'],
		},
		{
			name: 'events',
			label: 'Events',
			description: "Several events in the API's format: an object with the metadata of each event under its name",
			type: 'objects',
		},
	],
	oneOf: ['eventName', 'events'],
	identity: 'customerId',
	isIdentityUnique: false,
	resultKeys: [['customerId', 'customerId']],
	isIdempotent: false,
	onRepeat: 'If you send the same events again, Gameball counts them again',
	howToCheck: "To find out, check the customer's activities in Gameball",
	takesCustom: 'eventName',
	listParts: (record) => Object.keys(toEvents(record)),
	merge: (earlier, later) => ({
		values: { customerId: earlier.values.customerId, events: { ...toEvents(earlier), ...toEvents(later) } },
		custom: undefined,
	}),
	toEntry: (record) => ({ customerId: record.values.customerId, events: toEvents(record) }),
};
