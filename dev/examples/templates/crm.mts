import type { INodeParameters } from 'n8n-workflow';
import { CHANGED, EACH, ownId } from './remarks.mts';
import { everyNight, fetchList, sendAll, sendEach } from './steps.mts';
import type { Step, Template } from './Template.mts';

/** A moment a day ago, for the filters of apps that list what changed since then. */
const YESTERDAY = '={{ $now.minus({ days: 1 }).toUTC().toISO() }}';

/** Makes a node that lists the contacts of an app. */
const contacts = (type: string, parameters: INodeParameters, ...delivers: string[]): Step => ({
	name: 'Contacts',
	type: `n8n-nodes-base.${type}`,
	parameters,
	delivers,
});

/** Templates for CRMs, mailing lists and forms. */
export const CRM_TEMPLATES: readonly Template[] = [
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
		remark: `${EACH}\n\n${ownId('HubSpot')}`,
	},
	{
		file: 'salesforce-nightly',
		name: 'Send the Salesforce contacts that changed to Gameball every night',
		triggers: [everyNight()],
		steps: [
			contacts(
				'salesforce',
				{
					resource: 'contact',
					operation: 'getAll',
					returnAll: true,
					options: {
						// By default, Salesforce lists five fields only.
						fields:
							'Id,FirstName,LastName,Email,MobilePhone,Phone,Birthdate,MailingCity,MailingPostalCode,MailingCountry,LeadSource,CreatedDate',
						conditionsUi: { conditionValues: [{ field: 'LastModifiedDate', operation: '>=', value: YESTERDAY }] },
					},
				},
				'Salesforce: contact, getAll (chosen fields: the address twice, the owner nested)',
			),
		],
		send: sendAll('customer'),
		change: [
			'*Every night*: the time.',
			'*Contacts*: choose your Salesforce credential. For the first run, delete the condition, so that all contacts go. Put it back before you publish. Add fields that Gameball needs, such as your own field for the customer ID.',
		],
		remark: `${CHANGED}\n\n${ownId('Salesforce')}`,
	},
	{
		file: 'odoo-nightly',
		name: 'Send the Odoo contacts that changed to Gameball every night',
		triggers: [everyNight()],
		steps: [
			contacts(
				'odoo',
				{
					resource: 'custom',
					operation: 'getAll',
					customResource: { __rl: true, mode: 'id', value: 'res.partner' },
					returnAll: true,
					filters: {
						filter: [
							{ fieldName: 'is_company', operator: 'equal', value: '={{ false }}' },
							{
								fieldName: 'write_date',
								operator: 'greaterOrEqual',
								value: "={{ $now.minus({ days: 1 }).toUTC().toFormat('yyyy-LL-dd HH:mm:ss') }}",
							},
						],
					},
					options: { fieldsList: 'id,name,email,phone,city,zip,country_id,create_date' },
				},
				'Odoo: contact, get (res.partner with all fields: false for empty, [id, name] for relations)',
			),
		],
		send: sendAll('customer'),
		change: [
			'*Every night*: the time.',
			'*Contacts*: choose your Odoo credential. For the first run, delete the filter on *write_date*, so that all contacts go. Put it back before you publish.',
		],
		remark: `${CHANGED}\n\n${ownId('Odoo')}`,
	},
	{
		file: 'zoho-crm-nightly',
		name: 'Send Zoho CRM contacts to Gameball every night',
		triggers: [everyNight()],
		steps: [
			contacts(
				'zohoCrm',
				{
					resource: 'contact',
					operation: 'getAll',
					returnAll: true,
					options: {
						fields: [
							...[
								'First_Name',
								'Last_Name',
								'Email',
								'Mobile',
								'Phone',
								'Date_of_Birth',
								'Mailing_City',
								'Mailing_Zip',
							],
							...['Mailing_Country', 'Lead_Source', 'Created_Time'],
						],
					},
				},
				'Zoho CRM: contact, get',
			),
		],
		send: sendAll('customer'),
		change: [
			'*Every night*: the time.',
			'*Contacts*: choose your Zoho credential. Zoho cannot list only what changed; to send less, put the node *New and changed rows* of *send-only-changes* after it.',
		],
		remark: `${CHANGED}\n\n${ownId('Zoho CRM')}`,
	},
	{
		file: 'klaviyo-nightly',
		name: 'Send the Klaviyo profiles that changed to Gameball every night',
		triggers: [everyNight()],
		steps: fetchList(
			{
				url: 'https://a.klaviyo.com/api/profiles',
				query: {
					'page[size]': '100',
					filter: "={{ 'greater-than(updated,' + $now.minus({ days: 1 }).toUTC().toISO() + ')' }}",
				},
				headers: { revision: '2026-01-15', accept: 'application/vnd.api+json' },
				authentication: 'httpHeaderAuth',
				pagination: {
					paginationMode: 'responseContainsNextURL',
					nextURL: '={{ $response.body?.links?.next }}',
					completeExpression: '={{ !$response.body.links.next }}',
				},
				list: 'data',
			},
			'Profiles',
			'Klaviyo: one profile, HTTP Request node, JSON:API with an ID of the shop',
			'Klaviyo: one entry of a list of profiles, HTTP Request and Split Out, without an ID of the shop',
		),
		send: sendAll('customer'),
		change: [
			'*Every night*: the time.',
			'*Fetch profiles*: create a *Header Auth* credential: name *Authorization*, value *Klaviyo-API-Key* and your private key with the scope *profiles:read*. For the first run, delete *filter*, so that all profiles go. Put it back before you publish.',
		],
		remark: `${CHANGED}\n\n**Which customer ID?** A profile has the ID of your shop in *external_id* if your shop sends it; then Gameball gets that one. Otherwise it gets the ID of Klaviyo: a customer whom your shop sends with another ID would get a second profile. If your ID is the email address, set *Customer ID* to *Email*.`,
	},
	{
		file: 'mailchimp-nightly',
		name: 'Send the Mailchimp members that changed to Gameball every night',
		triggers: [everyNight()],
		steps: [
			{
				...contacts(
					'mailchimp',
					{
						resource: 'member',
						operation: 'getAll',
						list: 'choose',
						returnAll: true,
						options: { status: 'subscribed', sinceLastChanged: '={{ $now.minus({ days: 1 }).toISO() }}' },
					},
					'Mailchimp: member, get, with an address of their own beside the place of their IP address',
				),
				name: 'Members',
			},
		],
		send: { ...sendAll('customer'), customerId: 'email' },
		change: [
			'*Every night*: the time.',
			'*Members*: choose your Mailchimp credential and your audience. For the first run, delete *Since Last Changed*, so that all members go. Put it back before you publish.',
		],
		remark: `${CHANGED}\n\n**Which customer ID?** A mailing list has no permanent ID, so this workflow sends the email address as the customer ID. If your shop sends these customers with another ID, they would get a second profile: put that ID into a merge field, and set *Customer ID* to *Column*.`,
	},
	{
		file: 'typeform-sign-up',
		name: 'Send sign-ups from a Typeform to Gameball',
		triggers: [
			{
				name: 'Somebody answers',
				type: 'n8n-nodes-base.typeformTrigger',
				webhookId: 'gameball-typeform',
				// With the hidden fields: they can have the customer ID.
				parameters: { authentication: 'accessToken', formId: 'choose', simplifyAnswers: true, onlyAnswers: false },
				delivers: ['Typeform Trigger: everything, with simplified answers and hidden fields'],
			},
		],
		send: sendEach('customer'),
		change: [
			"*Somebody answers*: choose your Typeform credential and your form. Give the form a hidden field *customer_id*, and put your shop's ID into the link: *…#customer_id=1234*.",
		],
		remark: `${EACH}\n\n**Which customer ID?** The one in the hidden field, the same as in your shop. If the form has none, set *Customer ID* to *Email*: customers whom your shop sends with another ID would get a second profile.`,
	},
];
