/** The order of day, month and year in dates like `03/04/1990`. Dates that start with the year are clear without it. */
export type DateOrder = 'ymd' | 'dmy' | 'mdy';

/** Who chose the columns of an item: an app, or the person who made a table or a form. */
export type Author = 'app' | 'person';

/** How a product writes values. */
export interface Notation {
	/** The order of dates that do not start with the year. */
	readonly dateOrder?: DateOrder;
	/** Whether its whole amounts are in minor units, such as cents, or in the currency itself. */
	readonly amountsIn?: 'minor' | 'major';
}

/**
 * A product whose items mean something that their column names do not say. To add one, add a line to {@link PRODUCTS}.
 * Names are the product's own and must match exactly.
 */
export interface Product extends Notation {
	readonly name: string;
	/** The paths that identify an item of the product, each with the text that it must match; an object is `{`. */
	readonly markers: Readonly<Record<string, RegExp>>;
	/** Who chose the columns, if the item's objects do not show it. */
	readonly author?: Author;
	/** Set if the item is not about a person but, for example, a deal: then nothing in it is a customer. */
	readonly isNoPerson?: true;
	/** Set if only items without objects are of this product. */
	readonly isFlat?: true;
	/** The paths with misleading names, such as the IDs of a table's own rows. */
	readonly ignored?: readonly string[];
	/** The paths to read first, each with the column name that says what it means; a number is an index in a list. */
	readonly columns?: Readonly<Record<string, string>>;
	/** The paths of amounts with the opposite sign, such as discounts below 0. */
	readonly negated?: readonly string[];
	/** The codes at a path, and what they mean; any other code means nothing. */
	readonly codes?: Readonly<Record<string, Readonly<Record<string, string>>>>;
	/** The prefix of column names to ignore. */
	readonly prefix?: string;
	/** Set if the columns that identify it follow one another in the item. */
	readonly isTogether?: true;
	/** Set if an item of the product has no other columns than those that identify it. */
	readonly isComplete?: true;
}

/** Matches any value, even none. */
const ANY = /^/;
const FILLED = /./;
const TRUE = /^true$/;
const NUMBER = /^\d+$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

/** Foodics' orders that earn nothing. A return is an order of its own, with a positive total; a joined one is a part of another. */
const FOODICS_STATUSES = { 3: 'declined', 5: 'returned', 6: 'joined', 7: 'void', 8: 'draft' };

/** The products, the most specific first; the first one whose markers match counts. */
export const PRODUCTS: readonly Product[] = [
	// n8n itself
	{
		name: "this node's error output",
		markers: { message: FILLED, 'error.message': FILLED },
		author: 'person',
		ignored: ['message', 'error'],
	},
	{
		name: 'n8n Form',
		markers: { submittedAt: FILLED, formMode: FILLED },
		author: 'person',
		ignored: ['submittedAt', 'formMode', 'formQueryParameters', 'headers', 'user'],
	},
	{
		name: 'Webhook, with its parts beside the columns',
		markers: { 'headers.host': FILLED },
		author: 'person',
		ignored: ['headers', 'params', 'query', 'webhookUrl', 'executionMode'],
	},
	{
		name: 'Data Table',
		markers: { id: NUMBER, createdAt: ANY, updatedAt: ANY },
		isFlat: true,
		isTogether: true,
		author: 'person',
		ignored: ['id', 'createdAt', 'updatedAt'],
	},

	// Tables and forms
	{
		name: 'Airtable',
		markers: { id: /^rec\w{14}$/, createdTime: FILLED },
		author: 'person',
		ignored: ['id'],
	},
	{
		name: 'Baserow',
		markers: { id: NUMBER, order: /^\d+\.\d{20}$/ },
		author: 'person',
		ignored: ['id', 'order'],
	},
	{ name: 'Coda', markers: { id: /^i-\w{10}$/ }, author: 'person', ignored: ['id'] },
	{
		name: 'NocoDB',
		markers: { Id: NUMBER, CreatedAt: ANY, UpdatedAt: ANY },
		author: 'person',
		ignored: ['Id', 'ncRecordId', 'CreatedAt', 'UpdatedAt'],
	},
	{ name: 'Grist', markers: { id: NUMBER, fields: FILLED }, isComplete: true, author: 'person', ignored: ['id'] },
	{ name: 'SeaTable', markers: { _id: FILLED, _mtime: ANY }, author: 'person', ignored: ['_id'] },
	{ name: 'Firestore', markers: { _name: /^projects\// }, author: 'person' },
	{
		name: 'Notion',
		markers: { id: UUID, url: /notion\.so/ },
		author: 'person',
		ignored: ['id', 'url'],
		prefix: 'property_',
	},
	{
		name: 'monday.com',
		markers: { column_values: FILLED, state: ANY },
		author: 'person',
		ignored: ['id', 'state', 'created_at'],
	},
	{
		name: 'Typeform',
		markers: { form_id: FILLED, landed_at: FILLED },
		author: 'person',
		ignored: ['form_id', 'token', 'landed_at', 'submitted_at', 'definition', 'calculated', 'variables', 'ending'],
	},
	{
		name: 'Tally',
		markers: { responseId: FILLED, formId: FILLED },
		author: 'person',
		ignored: ['responseId', 'submissionId', 'respondentId', 'formId', 'formName', 'createdAt'],
	},

	// CRMs
	{ name: 'HubSpot deal', markers: { 'properties.dealname': ANY }, isNoPerson: true },
	// The customer is the organization, the same for all users.
	{ name: 'Google Workspace user', markers: { kind: /^admin#directory#user$/ }, ignored: ['customerId'] },
	// The ID that the shop gave the person, beside that of Intercom.
	{
		name: 'Intercom',
		markers: { type: /^(?:user|contact|lead)$/, user_id: FILLED, last_request_at: ANY },
		columns: { user_id: 'customerId' },
	},
	{ name: 'HubSpot Trigger', markers: { subscriptionType: FILLED, portalId: FILLED }, author: 'app' },
	{ name: 'Salesforce person account', markers: { 'attributes.type': /^Account$/, IsPersonAccount: TRUE } },
	{ name: 'Salesforce company', markers: { 'attributes.type': /^Account$/ }, isNoPerson: true },
	{ name: 'Pipedrive deal', markers: { stage_id: ANY, pipeline_id: ANY }, isNoPerson: true },
	{ name: 'Pipedrive search', markers: { 'phones.0': /^[^{]/, primary_email: ANY }, columns: { 'phones.0': 'mobile' } },
	{
		name: 'Odoo',
		markers: { create_uid: ANY, write_uid: ANY },
		author: 'app',
		amountsIn: 'major',
		// The salesperson.
		ignored: ['user_id'],
	},
	{ name: 'Microsoft Dynamics', markers: { '@odata.etag': ANY }, author: 'app' },

	// Shops and payments
	{
		name: 'Shopify order',
		markers: { line_items: ANY, financial_status: ANY },
		// The shop assistant at the till.
		ignored: ['user_id'],
		columns: { 'total_shipping_price_set.shop_money.amount': 'totalShipping' },
	},
	{ name: 'WooCommerce order', markers: { line_items: ANY, date_created_gmt: FILLED }, amountsIn: 'major' },
	{
		name: 'Magento customer',
		markers: { website_id: ANY, group_id: ANY },
		codes: { gender: { 1: 'M', 2: 'F' } },
	},
	{
		name: 'Foodics order',
		markers: { business_date: FILLED, total_price: FILLED, status: NUMBER },
		author: 'app',
		codes: { status: FOODICS_STATUSES },
	},
	{
		name: 'Foodics order, by webhook',
		markers: { 'order.business_date': FILLED, 'order.total_price': FILLED, 'order.status': NUMBER },
		codes: { 'order.status': FOODICS_STATUSES },
	},
	{
		name: 'Magento order',
		markers: { increment_id: FILLED, grand_total: FILLED },
		amountsIn: 'major',
		columns: { increment_id: 'orderId' },
		negated: ['discount_amount'],
	},
	{
		name: 'Stripe customer',
		markers: { object: /^customer$/ },
		columns: { 'preferred_locales.0': 'preferredLanguage' },
	},
	{
		name: 'Stripe',
		markers: { id: /^(?:ch|py|pi|in|cs|re)_/, object: /^(?:charge|payment_intent|invoice|checkout\.session|refund)$/ },
		amountsIn: 'minor',
		ignored: ['receipt_number'],
		columns: {
			'total_details.amount_discount': 'totalDiscount',
			'total_details.amount_shipping': 'totalShipping',
			'total_details.amount_tax': 'totalTax',
		},
	},
	{
		name: 'Square payment',
		markers: { amount_money: FILLED },
		amountsIn: 'minor',
		columns: { amount_money: 'amount' },
	},
	{
		name: 'Chargebee',
		markers: { object: /^(?:transaction|invoice)$/, currency_code: FILLED },
		amountsIn: 'minor',
	},
	{ name: 'Chargebee invoice, in an event', markers: { 'invoice.object': /^invoice$/ }, amountsIn: 'minor' },
	{
		name: 'Razorpay',
		markers: { entity: /^(?:payment|order|invoice)$/, amount: NUMBER },
		amountsIn: 'minor',
		// The tax on Razorpay's own fee.
		ignored: ['tax'],
		columns: { contact: 'mobile' },
	},
	{ name: 'Paystack', markers: { amount: NUMBER, gateway_response: ANY, reference: FILLED }, amountsIn: 'minor' },
	{
		name: 'Checkout.com',
		markers: { amount: NUMBER, requested_on: FILLED },
		amountsIn: 'minor',
		columns: { requested_on: 'createdAt' },
	},
	{
		name: 'Checkout.com, in an event',
		markers: { amount: NUMBER, action_id: ANY, processed_on: FILLED },
		amountsIn: 'minor',
		columns: { processed_on: 'createdAt' },
	},
	{ name: 'Moyasar', markers: { amount: NUMBER, amount_format: FILLED }, amountsIn: 'minor' },
	{ name: 'Tap', markers: { id: /^chg_/, object: /^charge$/ }, amountsIn: 'major' },
	{
		name: 'Salla order',
		markers: { reference_id: FILLED, 'amounts.total': FILLED },
		amountsIn: 'major',
		columns: { 'amounts.total': 'total', 'amounts.shipping_cost': 'shippingCost', 'amounts.tax.amount': 'tax' },
	},
	{
		name: 'PayPal order',
		markers: { purchase_units: FILLED, payer: FILLED },
		amountsIn: 'major',
		columns: {
			'payer.payer_id': 'customerId',
			'payer.email_address': 'email',
			'purchase_units.0.amount.value': 'amount',
		},
	},
	{
		name: 'QuickBooks',
		markers: { domain: /^QBO$/ },
		amountsIn: 'major',
		columns: {
			'CustomerRef.value': 'customerId',
			'BillEmail.Address': 'email',
			'MetaData.CreateTime': 'joinDate',
			'TxnTaxDetail.TotalTax': 'totalTax',
		},
	},
	{
		name: 'Xero invoice',
		markers: { InvoiceID: FILLED, Contact: FILLED },
		amountsIn: 'major',
		columns: { InvoiceID: 'orderId' },
	},

	// Marketing and support
	{
		name: 'MailerLite',
		markers: { 'fields.last_name': ANY, opens_count: ANY },
		// Its name is the first name.
		ignored: ['fields.name'],
		columns: { 'fields.name': 'firstName' },
	},
	{
		name: 'MailerLite Classic',
		markers: { name: ANY, fields: FILLED, date_subscribe: ANY },
		ignored: ['name', 'fields.name'],
		columns: { name: 'firstName' },
	},
	{
		name: 'GetResponse Trigger',
		markers: { action: FILLED, ACCOUNT_ID: FILLED },
		author: 'app',
	},
	{
		name: 'Zendesk Trigger',
		markers: { 'ticket.requester.email': ANY },
		author: 'app',
		columns: {
			'ticket.requester.external_id': 'externalId',
			'ticket.requester.email': 'email',
			'ticket.requester.phone': 'phone',
			'ticket.requester.name': 'name',
			'ticket.requester.first_name': 'firstName',
			'ticket.requester.last_name': 'lastName',
		},
	},
	{
		name: 'Google Contacts',
		markers: { resourceName: /^people\// },
		columns: {
			'names.displayName': 'name',
			'names.givenName': 'firstName',
			'names.familyName': 'lastName',
			'names.0.displayName': 'name',
			'names.0.givenName': 'firstName',
			'names.0.familyName': 'lastName',
			'addresses.home.0.city': 'city',
			'addresses.home.0.postalCode': 'zip',
			'addresses.home.0.country': 'country',
			'birthdays.0.date': 'dateOfBirth',
			'genders.0.value': 'gender',
		},
		dateOrder: 'mdy',
	},
];
