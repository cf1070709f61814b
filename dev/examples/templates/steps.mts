import type { INodeParameters } from 'n8n-workflow';
import { autoMap, makeCondition } from '../nodes.mts';
import type { Step } from './Template.mts';

/** A parameter whose value a person chooses from a list. Until then the list shows what to choose. */
const choose = (what: string, value = 'choose'): INodeParameters => ({
	__rl: true,
	mode: 'list',
	value,
	cachedResultName: what,
});

/** Makes a node that starts a workflow every night at two. */
export const everyNight = (): Step => ({
	name: 'Every night',
	type: 'n8n-nodes-base.scheduleTrigger',
	parameters: { rule: { interval: [{ field: 'days', triggerAtHour: 2 }] } },
});

/** Makes a node that reads the rows of a Google sheet. */
export const googleSheet = (...delivers: string[]): Step => ({
	name: 'Rows of the sheet',
	type: 'n8n-nodes-base.googleSheets',
	parameters: {
		documentId: choose('Choose your spreadsheet'),
		// The ID of the first sheet of every new spreadsheet.
		sheetName: choose('Sheet1', 'gid=0'),
		options: {},
	},
	delivers,
});

/** Makes a node that reads the rows of a sheet of Excel in Microsoft 365. */
export const excelSheet = (...delivers: string[]): Step => ({
	name: 'Rows of the sheet',
	type: 'n8n-nodes-base.microsoftExcel',
	parameters: {
		resource: 'worksheet',
		operation: 'readRows',
		workbook: choose('Choose your workbook'),
		worksheet: choose('Choose your sheet'),
		options: {},
	},
	delivers,
});

/** Makes a node that reads the rows of a table of PostgreSQL. */
export const postgresTable = (...delivers: string[]): Step => ({
	name: 'Rows of the table',
	type: 'n8n-nodes-base.postgres',
	parameters: {
		operation: 'select',
		schema: choose('public', 'public'),
		table: choose('Choose your table'),
		returnAll: true,
		options: {},
	},
	delivers,
});

/** Makes a node that starts a workflow for each event of a shop's topic. */
export const onShopify = (name: string, topic: string, ...delivers: string[]): Step => ({
	name,
	type: 'n8n-nodes-base.shopifyTrigger',
	webhookId: `gameball-shopify-${topic.replace('/', '-')}`,
	parameters: { authentication: 'accessToken', topic },
	delivers,
});

/** Makes a node that starts a workflow for each event of a WooCommerce shop. */
export const onWooCommerce = (name: string, event: string, ...delivers: string[]): Step => ({
	name,
	type: 'n8n-nodes-base.wooCommerceTrigger',
	webhookId: `gameball-woocommerce-${event.replace('.', '-')}`,
	parameters: { event },
	delivers,
});

/** Makes a node that reads the rows of a table of MySQL. */
export const mySqlTable = (...delivers: string[]): Step => ({
	name: 'Rows of the table',
	type: 'n8n-nodes-base.mySql',
	parameters: {
		operation: 'select',
		table: choose('Choose your table'),
		returnAll: true,
		// As text, 212.500 can be read in two ways.
		options: { decimalNumbers: true },
	},
	delivers,
});

/** Makes a node that starts a workflow for each call of its address. */
export const onWebhook = (name: string, path: string, authentication: string, ...delivers: string[]): Step => ({
	name,
	type: 'n8n-nodes-base.webhook',
	webhookId: path,
	parameters: { httpMethod: 'POST', path, authentication, options: {} },
	delivers,
	around: (items) =>
		items.map((item) => (item.body === undefined ? { headers: {}, params: {}, query: {}, body: item } : item)),
});

/** Makes a node that passes on only the items for which an expression is true. */
export const keepIf = (name: string, expression: string): Step => ({
	name,
	type: 'n8n-nodes-base.filter',
	parameters: { conditions: makeCondition(expression), options: {} },
});

/** A list that an API delivers in pages. */
interface PagedList {
	readonly url: string;
	readonly query: Readonly<Record<string, string>>;
	readonly headers: Readonly<Record<string, string>>;
	/** A credential type of n8n's: a predefined one, or a generic one. */
	readonly authentication: string;
	readonly pagination: INodeParameters;
	/** The name of the list in each page. */
	readonly list: string;
}

const toParameters = (values: Readonly<Record<string, string>>): INodeParameters => ({
	parameters: Object.entries(values).map(([name, value]) => ({ name, value })),
});

/** Makes the two nodes that read all pages of a list and take its entries apart. */
export const fetchList = (
	{ url, query, headers, authentication, pagination, list }: PagedList,
	name: string,
	...delivers: string[]
): Step[] => [
	{
		name: `Fetch ${name.toLowerCase()}`,
		type: 'n8n-nodes-base.httpRequest',
		parameters: {
			url,
			...(authentication.startsWith('http')
				? { authentication: 'genericCredentialType', genericAuthType: authentication }
				: { authentication: 'predefinedCredentialType', nodeCredentialType: authentication }),
			...{ sendQuery: true, queryParameters: toParameters(query) },
			...(Object.keys(headers).length === 0 ? {} : { sendHeaders: true, headerParameters: toParameters(headers) }),
			options: {
				pagination: { pagination: { ...pagination, paginationCompleteWhen: 'other', limitPagesFetched: false } },
			},
		},
		delivers,
		around: (items) => [{ [list]: [...items] }],
	},
	{
		name,
		type: 'n8n-nodes-base.splitOut',
		parameters: { fieldToSplitOut: list, options: {} },
	},
];

/** The parameters that send what comes in and do not wait: for triggers that start a run for each record. */
export const sendEach = (recordType: string): INodeParameters => ({
	...autoMap(recordType),
	dryRun: true,
	options: {},
});

/** The parameters that send many records, and wait to see what became of each. */
export const sendAll = (recordType: string, options: INodeParameters = {}): INodeParameters => ({
	...autoMap(recordType),
	dryRun: true,
	waitForCompletion: true,
	output: 'records',
	options,
});
