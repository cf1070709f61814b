import { TRIGGER } from '../nodes.mts';
import { ALL } from './remarks.mts';
import { everyNight, excelSheet, googleSheet, mySqlTable, postgresTable, sendAll } from './steps.mts';
import type { Template } from './Template.mts';

/** The node that lets only new and changed rows through. */
export const ONLY_CHANGES = 'New and changed rows';

/** Templates for spreadsheets and databases. */
export const TABLE_TEMPLATES: readonly Template[] = [
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
		remark: `**Run it once manually, then publish it.** The first run sends every row.\n\nA row counts as sent even if it did not arrive. Correct it, and it is sent again; or deactivate *${ONLY_CHANGES}* for one run, which sends every row. Do so as well if a row goes back to what it was before. The rows it remembers and the rows of the sheet may be 100,000 together; beyond that it stops with an error until you clear its history.`,
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
			'**Run it manually.** 20 balances are adjusted first. If Gameball refuses more than 5 % of them, no other row is sent.\n\nCorrect the rows in *Refused* and run it again: a *Reference* that arrived is never sent a second time.',
	},
	{
		file: 'mysql-nightly',
		name: 'Send the customers of a MySQL table to Gameball every night',
		triggers: [everyNight()],
		steps: [mySqlTable('MySQL 2.5: select rows')],
		send: sendAll('customer'),
		change: [
			'*Every night*: the time.',
			'*Rows of the table*: choose your credential and your table. To read only the latest rows, add a condition on the date of the last change.',
		],
		remark: ALL,
	},
];
