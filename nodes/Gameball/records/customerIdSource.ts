import { CONTACT } from './commonFields';
import type { Field, RecordType } from './RecordType';

/** What identifies a customer: columns that the node recognizes, a column that the user names, or contact data. */
export type CustomerIdSource =
	| { readonly kind: 'automatic' }
	| { readonly kind: 'column'; readonly column: string }
	| { readonly kind: 'email' | 'mobile' };

/** The most record types to keep: an execution of one item would spend most of its time on making one. */
const MAX_KEPT = 50;

const kept = new Map<string, RecordType>();

function changeType(recordType: RecordType, source: Exclude<CustomerIdSource, { kind: 'automatic' }>): RecordType {
	const contact = [...recordType.fields, ...CONTACT].find(({ name }) => name === source.kind);
	const changed: Partial<Field> = {
		...(source.kind === 'column' ? { chosen: source.column } : {}),
		...(contact === undefined ? {} : { sameAs: contact.name, type: contact.type }),
	};
	const fields = recordType.fields.map((field) => (field.name === 'customerId' ? { ...field, ...changed } : field));
	const isHelper = contact !== undefined && !recordType.fields.includes(contact);
	return { ...recordType, fields: isHelper ? [...fields, { ...contact, isHelper }] : fields };
}

/** Makes a record type whose customer ID comes from a certain column only, or from the customer's email or mobile. */
export function identifyCustomersBy(recordType: RecordType, source: CustomerIdSource): RecordType {
	if (source.kind === 'automatic' || !recordType.fields.some(({ name }) => name === 'customerId')) return recordType;
	const key = [recordType.name, source.kind, source.kind === 'column' ? source.column : ''].join('\u0000');
	const changed = kept.get(key) ?? changeType(recordType, source);
	if (kept.size >= MAX_KEPT) kept.clear();
	kept.set(key, changed);
	return changed;
}
