import { EACH } from './remarks.mts';
import { onWebhook, sendEach } from './steps.mts';
import type { Template } from './Template.mts';

/** Templates for customers who come in by a webhook or a form of n8n. */
export const INBOUND_TEMPLATES: readonly Template[] = [
	{
		file: 'webhook-customers',
		name: 'Send customers that a webhook receives to Gameball',
		triggers: [onWebhook('A customer comes in', 'gameball-customer', 'headerAuth', 'Webhook: a body of JSON')],
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
];
