import { CHANGED, EACH, ownId } from './remarks.mts';
import { everyNight, fetchList, keepIf, onShopify, onWebhook, onWooCommerce, sendAll, sendEach } from './steps.mts';
import type { Template } from './Template.mts';

/** What holds for orders that a shop sends by webhook. */
const ORDERS = `${EACH}\n\nGameball counts an order once, even if it arrives twice. Orders without a customer go to *Refused*.`;

/** Templates for shops, payments and points of sale. */
export const SHOP_TEMPLATES: readonly Template[] = [
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
			'*An order comes in*: choose the credential of your shop. An order can earn points before it is paid: to reward only paid orders, choose *Order Paid* as the topic.',
		],
		remark: ORDERS,
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
		file: 'magento-2-nightly',
		name: 'Send the Magento 2 customers that changed to Gameball every night',
		triggers: [everyNight()],
		steps: fetchList(
			{
				url: 'https://shop.example.com/rest/default/V1/customers/search',
				query: {
					'searchCriteria[pageSize]': '100',
					'searchCriteria[filter_groups][0][filters][0][field]': 'updated_at',
					'searchCriteria[filter_groups][0][filters][0][condition_type]': 'gteq',
					'searchCriteria[filter_groups][0][filters][0][value]':
						"={{ $now.minus({ days: 1 }).toUTC().toFormat('yyyy-LL-dd HH:mm:ss') }}",
				},
				headers: {},
				authentication: 'magento2Api',
				pagination: {
					paginationMode: 'updateAParameterInEachRequest',
					parameters: {
						parameters: [{ type: 'qs', name: 'searchCriteria[currentPage]', value: '={{ $pageCount + 1 }}' }],
					},
					completeExpression: '={{ $pageCount * 100 >= $response.body.total_count }}',
				},
				list: 'items',
			},
			'Customers',
			'Magento 2: customer, getAll, gender not specified and the phone of the only address',
			'Magento 2: customer, get, with an attribute for the mobile number',
		),
		send: sendAll('customer'),
		change: [
			'*Every night*: the time.',
			'*Fetch customers*: the address of your shop, and your Magento 2 credential. For the first run, delete the three *filter* parameters, so that all customers go. Put it back before you publish.',
		],
		remark: `${CHANGED}\n\nIt uses an HTTP Request because the Magento 2 node of n8n 2.41 reads the first 100 customers again and again.`,
	},
	{
		file: 'square-nightly',
		name: 'Send Square customers to Gameball every night',
		triggers: [everyNight()],
		steps: fetchList(
			{
				url: 'https://connect.squareup.com/v2/customers',
				query: { limit: '100' },
				headers: { 'Square-Version': '2026-01-22' },
				authentication: 'httpBearerAuth',
				pagination: {
					paginationMode: 'updateAParameterInEachRequest',
					parameters: { parameters: [{ type: 'qs', name: 'cursor', value: '={{ $response.body?.cursor }}' }] },
					completeExpression: '={{ !$response.body.cursor }}',
				},
				list: 'customers',
			},
			'Customers',
			'Square: customer, HTTP Request',
		),
		send: sendAll('customer'),
		change: [
			'*Every night*: the time.',
			'*Fetch customers*: create a *Bearer Auth* credential with a Square access token that may read customers.',
		],
		remark: `${CHANGED}\n\n${ownId('Square')}`,
	},
	{
		file: 'salla-orders',
		name: 'Track completed Salla orders in Gameball',
		triggers: [
			onWebhook(
				'A Salla order changes',
				'gameball-salla',
				'headerAuth',
				'Salla: order.updated, by webhook, as an order',
			),
		],
		steps: [keepIf('Completed or delivered', "['completed', 'delivered'].includes($json.body.data.status.slug)")],
		send: sendEach('order'),
		change: [
			'*A Salla order changes*: create a *Header Auth* credential with the name *Authorization* and a secret of your own as its value.',
			'In Salla, add a webhook for *order.status.updated* with the *Production URL*, the security strategy *Token* and the same secret.',
		],
		remark: `${ORDERS}\n\nOnly completed and delivered orders earn points. If Gameball's own app for Salla is installed in your shop, do not use this workflow: the app already sends the orders.`,
	},
	{
		file: 'zid-orders',
		name: 'Track paid Zid orders in Gameball',
		triggers: [
			onWebhook(
				'A Zid order changes',
				'gameball-zid',
				'basicAuth',
				'Zid: order.create, Webhook node, sent to somebody else',
			),
		],
		steps: [keepIf('Paid', "$json.body.payment_status === 'paid'")],
		send: sendEach('order'),
		change: [
			'*A Zid order changes*: create a *Basic Auth* credential with a user name and a password of your own.',
			'Register a webhook for *order.payment_status.update* with the *Production URL*, the user name and the password, by the API of Zid or by your partner.',
		],
		remark: `${ORDERS}\n\nOnly paid orders earn points. Zid sends times without a zone; the workflow takes them for those of Riyadh. Change its time zone in the workflow's settings if your shop has another.`,
		timezone: 'Asia/Riyadh',
	},
	{
		file: 'foodics-orders',
		name: 'Track closed Foodics orders in Gameball',
		triggers: [
			onWebhook(
				'A Foodics order changes',
				'gameball-foodics',
				'none',
				'Foodics: order.updated, by webhook, as an order',
			),
		],
		steps: [keepIf('Closed', '$json.body.order.status === 4')],
		send: sendEach('order'),
		change: [
			'*A Foodics order changes*: replace the path with one that nobody can guess, since Foodics sends no secret.',
			'Ask Foodics to send *order.updated* to the *Production URL*.',
		],
		remark: `${ORDERS}\n\nOnly closed orders (status 4) earn points. A return is an order of its own in Foodics and is left out: take the points back in Gameball.`,
		// Foodics sends times in UTC, without saying so.
		timezone: 'UTC',
	},
];
