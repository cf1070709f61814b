import { TRIGGER } from '../nodes.mts';
import {
	everyNight,
	excelSheet,
	googleSheet,
	onShopify,
	onWooCommerce,
	postgresTable,
	sendAll,
	sendEach,
} from './steps.mts';
import type { Template } from './Template.mts';

/** What holds for every trigger that sends one record at a time. */
const EACH =
	'**Then publish the workflow.** It does not wait: *Refused* shows only what cannot be sent. Turn on *Wait for Completion* to see what Gameball refuses too.';

/** What holds for every workflow that sends all rows of a table. */
const ALL =
	'**Run it once by hand, then publish it.** *Refused* shows each row that did not arrive, with the reason: correct it in your table, and it goes with the next run. Customers that Gameball has already are updated.';

/** The node that lets only new and changed rows through. */
export const ONLY_CHANGES = 'New and changed rows';

/** The templates, but for those with branches of their own. */
export const TEMPLATES: readonly Template[] = [
	{
		file: 'hubspot-customers',
		name: 'Send HubSpot contacts to Gameball when they change',
		triggers: [
			{
				name: 'A contact changes',
				type: 'n8n-nodes-base.hubspotTrigger',
				webhookId: 'gameball-hubspot-contacts',
				parameters: {
					eventsUi: {
						eventValues: [
							{ name: 'contact.creation' },
							...['email', 'firstname', 'lastname', 'mobilephone'].map((property) => ({
								name: 'contact.propertyChange',
								property,
							})),
						],
					},
				},
				delivers: ['HubSpot Trigger: contact.propertyChange (n8n renames objectId to contactId)'],
			},
		],
		steps: [
			{
				name: 'The whole contact',
				type: 'n8n-nodes-base.hubspot',
				typeVersion: 2.2,
				parameters: {
					authentication: 'appToken',
					operation: 'get',
					contactId: { __rl: true, mode: 'id', value: '={{ $json.contactId }}' },
					additionalFields: { formSubmissionMode: 'none', listMemberships: false },
				},
				delivers: ['HubSpot: contact, get (each property with its history)'],
			},
		],
		// Several changes of a contact can come in one call.
		send: { ...sendEach('customer'), options: { duplicates: 'keepLast' } },
		change: [
			'*A contact changes*: choose your HubSpot developer credential, and the properties to watch. This trigger delivers only the ID of a contact.',
			'*The whole contact*: choose the credential of your private app.',
		],
		remark: EACH,
	},
	{
		file: 'shopify-customers',
		name: 'Send Shopify customers to Gameball when they sign up or change',
		triggers: [
			onShopify(
				'A customer signs up',
				'customers/create',
				'Shopify Trigger: customers/create, a new customer without address',
			),
			onShopify(
				'A customer changes',
				'customers/update',
				'Shopify: customer, HTTP Request, phone and place of the default address',
			),
		],
		send: sendEach('customer'),
		change: ['*A customer signs up* and *A customer changes*: choose the credential of your shop.'],
		remark: EACH,
	},
	{
		file: 'shopify-orders',
		name: 'Track Shopify orders in Gameball',
		triggers: [
			onShopify(
				'An order comes in',
				'orders/create',
				'Shopify Trigger: orders/create, paid in another currency and sent to somebody else',
			),
		],
		send: sendEach('order'),
		change: [
			'*An order comes in*: choose the credential of your shop. To reward orders only when they are paid, choose *Order Paid* as the topic.',
		],
		remark: `${EACH}\n\nOrders without a customer go to *Refused*. Gameball counts an order once, even if it arrives twice.`,
	},
	{
		file: 'woocommerce-customers',
		name: 'Send WooCommerce customers to Gameball when they sign up or change',
		triggers: [
			onWooCommerce(
				'A customer signs up',
				'customer.created',
				'WooCommerce Trigger: customer.created, an account without any address yet',
			),
			onWooCommerce('A customer changes', 'customer.updated', 'WooCommerce: customer, get'),
		],
		send: sendEach('customer'),
		change: ['*A customer signs up* and *A customer changes*: choose the credential of your shop.'],
		remark: EACH,
	},
	{
		file: 'stripe-customers',
		name: 'Send Stripe customers to Gameball when they are created or change',
		triggers: [
			{
				name: 'A customer is created or changes',
				type: 'n8n-nodes-base.stripeTrigger',
				webhookId: 'gameball-stripe-customers',
				parameters: { events: ['customer.created', 'customer.updated'] },
				delivers: ['Stripe Trigger: customer.created', 'Stripe Trigger: customer.updated, with what was there before'],
			},
		],
		send: sendEach('customer'),
		change: ['*A customer is created or changes*: choose your Stripe credential.'],
		remark: EACH,
	},
	{
		file: 'google-sheets-nightly',
		name: 'Send the customers of a Google sheet to Gameball every night',
		triggers: [everyNight()],
		steps: [
			googleSheet(
				'Google Sheets: get rows, with the default output formatting',
				'Google Sheets: get rows, with dates as serial numbers and a column URL',
				'Google Sheets: get rows, with a customer ID that the sheet has rounded',
			),
		],
		send: sendAll('customer'),
		change: [
			'*Every night*: the time.',
			'*Rows of the sheet*: choose your credential, your spreadsheet and your sheet. One column has the customer ID.',
		],
		remark: ALL,
	},
	{
		file: 'excel-365-nightly',
		name: 'Send the customers of an Excel sheet in Microsoft 365 to Gameball every night',
		triggers: [everyNight()],
		steps: [excelSheet('Microsoft Excel: table, get rows')],
		send: sendAll('customer'),
		change: [
			'*Every night*: the time.',
			'*Rows of the sheet*: choose your credential, your workbook and your sheet. One column has the customer ID.',
		],
		remark: ALL,
	},
	{
		file: 'airtable-customers',
		name: 'Send Airtable records to Gameball when they change',
		triggers: [
			{
				name: 'Records changed',
				type: 'n8n-nodes-base.airtableTrigger',
				parameters: {
					pollTimes: { item: [{ mode: 'everyX', value: 15, unit: 'minutes' }] },
					authentication: 'airtableTokenApi',
					baseId: { __rl: true, mode: 'url', value: 'https://airtable.com/appYourBase/tblYourTable/viwYourView' },
					tableId: { __rl: true, mode: 'url', value: 'https://airtable.com/appYourBase/tblYourTable/viwYourView' },
					triggerField: 'Last Modified',
					additionalFields: {},
				},
				delivers: ['Airtable Trigger'],
			},
		],
		send: sendAll('customer'),
		change: [
			'*Records changed*: choose your credential, and paste the address of your table into *Base* and *Table*. The table needs a field of the type *Last modified time*: write its name into *Trigger Field*.',
		],
		remark:
			'**Then publish the workflow.** Every 15 minutes it sends the records that changed. *Refused* shows each that did not arrive, with the reason: correct it in Airtable, and it is sent again.',
	},
	{
		file: 'webhook-customers',
		name: 'Send customers that a webhook receives to Gameball',
		triggers: [
			{
				name: 'A customer comes in',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2.1,
				webhookId: 'gameball-customer',
				parameters: { httpMethod: 'POST', path: 'gameball-customer', authentication: 'headerAuth', options: {} },
				delivers: ['Webhook: a body of JSON'],
			},
		],
		send: sendEach('customer'),
		change: [
			'*A customer comes in*: choose a *Header Auth* credential with a secret of your own. Give its header and the *Production URL* to whoever sends the customers.',
		],
		remark: `${EACH}\n\nMore than one call a second? Take *collect-and-send* instead.`,
	},
	{
		file: 'form-sign-up',
		name: 'Send sign-ups from a form to Gameball',
		triggers: [
			{
				name: 'Somebody signs up',
				type: 'n8n-nodes-base.formTrigger',
				typeVersion: 2.6,
				webhookId: 'gameball-sign-up',
				parameters: {
					formTitle: 'Join our loyalty program',
					formFields: {
						values: [
							{ fieldLabel: 'Customer No.', requiredField: true },
							{ fieldLabel: 'First name' },
							{ fieldLabel: 'Last name' },
							{ fieldLabel: 'Email', fieldType: 'email' },
							{ fieldLabel: 'Phone number' },
							{ fieldLabel: 'Date of birth', fieldType: 'date' },
						],
					},
					responseMode: 'onReceived',
					options: {},
				},
				delivers: [
					'n8n Form Trigger 2.6: production, signed in, with headers and query',
					'n8n Form Trigger 2.6: an address for a newsletter, without a customer ID',
				],
			},
		],
		send: sendEach('customer'),
		change: [
			'*Somebody signs up*: the title and the questions. Keep one for the customer ID, the same as in your shop. Answers that are no field of Gameball become custom attributes.',
		],
		remark: EACH,
	},
	{
		file: 'postgres-nightly',
		name: 'Send the customers of a PostgreSQL table to Gameball every night',
		triggers: [everyNight()],
		steps: [postgresTable('Postgres 2.7: select')],
		send: sendAll('customer'),
		change: [
			'*Every night*: the time.',
			'*Rows of the table*: choose your credential and your table. Add a condition on the date of the last change to read only the latest rows.',
		],
		remark: ALL,
	},
	{
		file: 'send-only-changes',
		name: 'Send only the new and changed rows of a Google sheet to Gameball',
		triggers: [everyNight()],
		steps: [
			googleSheet(
				'Google Sheets: get rows, with the default output formatting',
				'Google Sheets: get rows, with dates as serial numbers and a column URL',
			),
			{
				name: ONLY_CHANGES,
				type: 'n8n-nodes-base.removeDuplicates',
				typeVersion: 2,
				parameters: {
					operation: 'removeItemsSeenInPreviousExecutions',
					// n8n remembers a hash of it. A row that only moved has not changed.
					dedupeValue: '={{ JSON.stringify({ ...$json, row_number: undefined }) }}',
					options: { historySize: 100_000 },
				},
			},
		],
		send: sendAll('customer'),
		change: [
			'*Every night*: the time.',
			'*Rows of the sheet*: choose your credential, your spreadsheet and your sheet, or put the node of another app in its place.',
		],
		remark: `**Run it once by hand, then publish it.** The first run sends every row.\n\nA row counts as sent even if it did not arrive. Correct it, and it is sent again; or deactivate *${ONLY_CHANGES}* for one run, which sends every row. Do so as well if a row goes back to what it was before. The rows it remembers and the rows of the sheet may be 100,000 together; beyond that it stops with an error until you clear its history.`,
	},
	{
		file: 'trial-first',
		name: 'Adjust balances from a Google sheet, some first and then the others',
		triggers: [{ name: TRIGGER, type: 'n8n-nodes-base.manualTrigger' }],
		steps: [googleSheet()],
		send: {
			...sendAll('balanceAdjustment', { trial: { size: 20, maxRefused: 5 } }),
			...{ sendOnce: true, sendOnceOptions: { columns: 'Reference' } },
		},
		change: [
			'*Rows of the sheet*: choose your credential, your spreadsheet and your sheet. It has the columns *Customer ID*, *Amount*, *Reason* and *Reference*: a text that no other row has, such as *2026-05-C42*.',
		],
		remark:
			'**Run it by hand,** the first time with *Dry Run* on, which sends nothing. Without it, 20 balances are adjusted first. If Gameball refuses more than 5 % of them, no other row is sent.\n\nCorrect the rows in *Refused* and run it again: a *Reference* that arrived is never sent a second time.',
	},
];
