import type { INodeParameters } from 'n8n-workflow';
import { autoMap } from '../nodes.mts';
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
	typeVersion: 1.4,
	parameters: { rule: { interval: [{ field: 'days', triggerAtHour: 2 }] } },
});

/** Makes a node that reads the rows of a Google sheet. */
export const googleSheet = (...delivers: string[]): Step => ({
	name: 'Rows of the sheet',
	type: 'n8n-nodes-base.googleSheets',
	typeVersion: 4.7,
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
	typeVersion: 2.2,
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
	typeVersion: 2.7,
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

/** The parameters that send what comes in and do not wait: for triggers that start a run for each record. */
export const sendEach = (recordType: string): INodeParameters => ({ ...autoMap(recordType), options: {} });

/** The parameters that send many records, and wait to see what became of each. */
export const sendAll = (recordType: string, options: INodeParameters = {}): INodeParameters => ({
	...autoMap(recordType),
	waitForCompletion: true,
	output: 'records',
	options,
});
