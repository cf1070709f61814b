import type { IDataObject } from 'n8n-workflow';
import { CUSTOMER_ID_NAMES } from './commonFields';
import type { Field, FieldValues, MappedRecord, RecordType } from './RecordType';

/** The fields that stay at the top level of a nested entry; all others move into `customerAttributes`. */
const ENTRY_FIELDS = new Set([
	'customerId',
	'email',
	'mobile',
	'deviceToken',
	'osType',
	'referrerCode',
	'guest',
	// The nested shape has no place for tags (docs/api.md, "Customer entries"), so they stay where the tutorial has them.
	'tags',
]);

/** The paths of the parts of a name, in an object under `name`. */
const inName = (...parts: readonly string[]): string[] => parts.map((part) => `name.${part}`);

/** The standard attributes of a customer, of both shapes (docs/api.md, "Customer entries"). */
const FIELDS: readonly Field[] = [
	{
		name: 'customerId',
		label: 'Customer ID',
		description: 'Permanent ID of the customer, such as their ID in your shop or CRM',
		type: 'recordId',
		required: true,
		// In a list of customers, a record's own ID is the customer's.
		otherNames: [...CUSTOMER_ID_NAMES, 'recordId', 'id', 'vid', 'hsObjectId', 'euid'],
	},
	{
		name: 'email',
		label: 'Email',
		description: 'Required if your account merges channels by email',
		type: 'email',
		otherNames: [
			'emailAddress',
			'emailAddresses',
			'emails',
			'mail',
			'userEmail',
			'primaryEmail',
			'personEmail',
			'contactEmail',
			'customerEmail',
			'emailAddress1',
			'primaryEmailAddr',
		],
	},
	{
		name: 'mobile',
		label: 'Mobile',
		description: 'Required if your account merges channels by mobile number',
		type: 'phone',
		otherNames: [
			'mobileNumber',
			'mobilePhone',
			'mobilePhoneNumber',
			'mobileNo',
			'personMobilePhone',
			'cellPhone',
			'cell',
			'sms',
			'smsPhoneNumber',
			'phoneNumber',
			'phoneNumbers',
			'phone',
			'phones',
			'primaryPhone',
			'telephone',
			'phoneNo',
			'phoneMobile',
			'customerPhone',
			'contactPhone',
			'defaultAddressPhone',
			'billingPhone',
			'otherPhone',
			'homePhone',
			'landlineNumber',
			'workPhone',
			'workNumber',
			'telephone1',
		],
	},
	{
		name: 'name',
		nestedName: 'displayName',
		label: 'Name',
		description: 'The name shown for the customer',
		type: 'personName',
		otherNames: ['fullName', 'customerName', 'contactName'],
	},
	{
		name: 'firstName',
		label: 'First Name',
		description: 'Combined with the last name into Name in the flat payload if there is no Name',
		type: 'personName',
		otherNames: ['givenName', 'forename', 'FNAME', 'first', ...inName('first', 'firstName', 'given', 'givenName')],
	},
	{
		name: 'lastName',
		label: 'Last Name',
		description: 'Combined with the first name into Name in the flat payload if there is no Name',
		type: 'personName',
		otherNames: ['surname', 'familyName', 'LNAME', 'last', ...inName('last', 'lastName', 'family', 'familyName')],
	},
	{
		name: 'gender',
		label: 'Gender',
		description: 'M or F; words such as "female" work too',
		type: 'gender',
		otherNames: ['sex', 'personGenderIdentity'],
	},
	{
		name: 'dateOfBirth',
		label: 'Date of Birth',
		description: 'The day of birth',
		type: 'birthDate',
		otherNames: ['birthDate', 'birthday', 'birthdays', 'dob', 'personBirthdate'],
	},
	{
		name: 'joinDate',
		label: 'Join Date',
		description: 'When the customer joined',
		type: 'dateTime',
		otherNames: [
			'joined',
			'joinedAt',
			'customerSince',
			'memberSince',
			'signUpDate',
			'signUp',
			'signedUpAt',
			'registrationDate',
			'registeredAt',
			'subscribedAt',
			'timestampSignup',
			'optinTime',
			'timestampOpt',
			'dateCreatedGmt',
			'createdAt',
			'createDate',
			'createdDate',
			'dateCreated',
			'createdTime',
			'createdOn',
			'created',
			'addTime',
			'dateAdded',
			'addedAt',
			'cdate',
			'profileCreatedOn',
			'dateIdentified',
		],
	},
	{
		name: 'tags',
		label: 'Tags',
		description: 'A list, or tags separated by commas',
		type: 'textList',
		otherNames: ['tag', 'customerTags'],
	},
	{
		name: 'country',
		label: 'Country',
		description: 'The country of residence',
		type: 'country',
		otherNames: [
			'country/region',
			'countryName',
			'countryId',
			'countryCode',
			'defaultAddressCountry',
			'defaultAddressCountryCode',
			'mailingCountry',
			'personMailingCountry',
			'billingCountry',
			'postalAddressCountry',
			'address1Country',
		],
	},
	{
		name: 'city',
		label: 'City',
		description: 'The city of residence',
		type: 'text',
		otherNames: [
			'town',
			'defaultAddressCity',
			'mailingCity',
			'personMailingCity',
			'billingCity',
			'addressCity',
			'postalAddressLocality',
			'address1City',
		],
	},
	{
		name: 'zip',
		label: 'Zip',
		description: 'The postal code',
		type: 'identifier',
		otherNames: [
			'zipCode',
			'postalCode',
			'postCode',
			'postal',
			'defaultAddressZip',
			'mailingPostalCode',
			'mailingZip',
			'mailingZip/PostalCode',
			'personMailingPostalCode',
			'billingPostcode',
			'billingPostalCode',
			'billingZip',
			'postalAddressPostalCode',
			'address1PostalCode',
		],
	},
	{
		name: 'preferredLanguage',
		label: 'Preferred Language',
		description: 'The language for messages to the customer, such as en',
		type: 'text',
		otherNames: [
			'language',
			'locale',
			'lang',
			'languageOverride',
			'hsLanguage',
			'preferredLocale',
			'preferredLocales',
			'locales',
		],
	},
	{
		name: 'source',
		label: 'Source',
		description: 'Where the customer registered',
		type: 'text',
		otherNames: ['originalSource', 'leadSource', 'personLeadSource', 'hsAnalyticsSource'],
	},
	{
		name: 'channel',
		label: 'Channel',
		description: 'The channel the customer came from',
		type: 'text',
		choices: ['mobile', 'pos', 'web', 'callcenter'],
	},
	{
		name: 'totalSpent',
		label: 'Total Spent',
		description: 'The amount the customer has spent so far',
		type: 'amount',
		otherNames: ['totalSpend', 'lifetimeValue', 'totalRevenue'],
	},
	{
		name: 'totalOrders',
		label: 'Total Orders',
		description: 'The number of orders so far',
		type: 'integer',
		otherNames: ['ordersCount', 'orderCount', 'orders', 'numberOfOrders'],
	},
	{
		name: 'avgOrderAmount',
		label: 'Average Order Amount',
		description: 'The average amount of an order',
		type: 'amount',
		otherNames: ['averageOrderAmount', 'averageOrderValue', 'aov'],
	},
	{
		name: 'lastOrderDate',
		label: 'Last Order Date',
		description: 'When the customer last ordered',
		type: 'dateTime',
		otherNames: ['lastOrder', 'lastPurchaseDate'],
	},
	{
		name: 'referrerCode',
		label: 'Referrer Code',
		description: 'The referral code of the customer who referred this one',
		type: 'identifier',
		otherNames: ['referredBy', 'referredByCode'],
	},
	{
		name: 'guest',
		label: 'Guest',
		description: 'Whether the customer has not signed up',
		type: 'boolean',
		otherNames: ['isGuest'],
	},
	{
		name: 'deviceToken',
		label: 'Device Token',
		description: "The push token of the customer's device",
		type: 'identifier',
	},
	{
		name: 'osType',
		label: 'OS Type',
		description: "The operating system of the customer's device",
		type: 'text',
	},
	{
		name: 'paymentMethods',
		label: 'Payment Methods',
		description: 'A list, or methods separated by commas',
		type: 'textList',
	},
	{ name: 'utms', label: 'UTMs', description: 'A list of UTM attributes', type: 'list' },
	{ name: 'devices', label: 'Devices', description: 'A list of devices', type: 'list' },
];

/** Joins first and last name into one, as the flat shape requires. A customer with a name keeps all three. */
function joinNames(values: FieldValues): FieldValues {
	if (values.name !== undefined || (values.firstName === undefined && values.lastName === undefined)) return values;
	const joined: IDataObject = {};
	for (const name in values) if (name !== 'firstName' && name !== 'lastName') joined[name] = values[name];
	joined.name = [values.firstName, values.lastName].filter((part) => part !== undefined).join(' ');
	return joined;
}

function toFlat({ values, custom }: MappedRecord): IDataObject {
	const entry = joinNames(values);
	if (custom !== undefined) entry.custom = custom;
	return entry;
}

function toNested({ values, custom }: MappedRecord): IDataObject {
	const entry: IDataObject = {};
	const attributes: IDataObject = {};
	for (const field of FIELDS) {
		const value = values[field.name];
		if (value === undefined) continue;
		if (ENTRY_FIELDS.has(field.name)) entry[field.name] = value;
		else attributes[field.nestedName ?? field.name] = value;
	}
	if (custom !== undefined) attributes.custom = custom;
	return Object.keys(attributes).length === 0 ? entry : { ...entry, customerAttributes: attributes };
}

/**
 * Customers: `POST /integrations/batch/customers` creates or updates them. An update merges, so a repeat does no harm
 * (docs/api.md, "Create a batch" and "Customer entries").
 */
export const customer: RecordType = {
	name: 'customer',
	displayName: 'Customer',
	description: 'Create or update customer profiles',
	path: 'customers',
	describesPerson: true,
	fields: FIELDS,
	identity: 'customerId',
	isIdentityUnique: true,
	resultKeys: [['customerId', 'customerId']],
	isIdempotent: true,
	onRepeat: 'If you send customers again, Gameball updates them',
	takesCustom: true,
	toEntry: (record, format) => (format === 'nested' ? toNested(record) : toFlat(record)),
};
