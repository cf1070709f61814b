import { readFileSync } from 'node:fs';
import { markdownTable } from 'markdown-table';
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { benchTable, RESULTS, type Results } from '../measure/bench/report.mts';
import { COMPATIBILITY, compatibilityTable, type Compatibility } from '../measure/compat/report.mts';
import {
	optionsProperty,
	requestOptionsProperty,
} from '../../nodes/Gameball/operations/createBatch/parameters/optionProperties.ts';
import { waitProperties } from '../../nodes/Gameball/operations/jobOperations/waitOptions.ts';
import { HEADERS } from '../../nodes/Gameball/mapping/words.ts';
import { recordTypes } from '../../nodes/Gameball/records/index.ts';
import type { Field, RecordType } from '../../nodes/Gameball/records/RecordType.ts';
import { FILES, filesTable, type FileFigures } from '../measure/files/report.mts';
import { FIGURES, soakTable } from '../measure/soak/report.mts';
import { WAITS, waitsTables, type WaitFigures } from '../measure/waits/report.mts';
import type { SoakFigures } from '../measure/soak/run.mts';
import { EXAMPLES } from '../examples/index.mts';
import { ATTACKS } from './attacks.mts';
import { SOURCES, type SourceFixture } from '../../test/fixtures/sources/index.mts';

/** Makes a table without aligned columns, for cells of very different lengths. */
const table = (head: readonly string[], rows: readonly string[][]): string =>
	markdownTable([head, ...rows], { alignDelimiters: false });

/** Formats a default as the editor shows it. */
function formatDefault({ default: value, options }: INodeProperties): string {
	const chosen = (options as INodePropertyOptions[] | undefined)?.filter(
		(option) => option.value !== undefined && [value].flat().includes(option.value),
	);
	if (chosen?.[0] !== undefined) return chosen.map(({ name }) => name).join(', ');
	if (typeof value === 'object') return 'off';
	return typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);
}

function formatMeaning({ description = '', options = [] }: INodeProperties): string {
	const parts = (options as Array<INodePropertyOptions | INodeProperties>).map(
		(part) => `*${'displayName' in part ? part.displayName : part.name}*: ${part.description ?? ''}`,
	);
	return [description, ...parts].map((sentence) => sentence.replace(/\.$/, '')).join('. ');
}

const listOptions = ({ options = [] }: INodeProperties): INodeProperties[] => options as INodeProperties[];

const optionTable = (properties: readonly INodeProperties[]): string =>
	table(
		['Option', 'Default', 'Meaning'],
		properties.map((property) => [property.displayName, formatDefault(property), formatMeaning(property)]),
	);

/** Makes the column name of a spreadsheet from a name in camel case. */
const toColumnName = (name: string): string =>
	name.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/^./, (first) => first.toUpperCase());

const RULES = {
	identifier: 'text, no digit lost',
	recordId: 'text, no digit lost',
	email: 'email address',
	phone: 'phone number, no digit lost',
	personName: 'text',
	country: 'text',
	text: 'text',
	birthDate: 'day, from 1900 to today',
	dateTime: 'day, or day and time',
	utcTime: 'time, in UTC',
	amount: 'number',
	integer: 'whole number',
	boolean: 'yes or no',
	gender: 'M or F',
	textList: 'list of texts',
	list: 'list',
	object: 'object',
	objects: 'object of objects',
} as const;

/** Formats a column name; one with a point is a path into an object of a shop's or CRM's item. */
const formatName = (name: string): string => (name.includes('.') ? `\`${name}\`` : toColumnName(name));

const fieldRow = ({
	label,
	description,
	name,
	nestedName,
	otherNames = [],
	type,
	choices,
	required,
}: Field): string[] => [
	required ? `**${label}** (required)` : label,
	description,
	nestedName === undefined ? `\`${name}\`` : `\`${name}\` (nested: \`${nestedName}\`)`,
	otherNames.map(formatName).join(', '),
	choices === undefined ? RULES[type] : choices.join(', '),
];

const fieldTable = (): string =>
	table(
		['Field', 'Meaning', 'Name in the API', 'Other column names', 'Value'],
		recordTypes.filter(({ name }) => name === 'customer').flatMap(({ fields }) => fields.map(fieldRow)),
	);

const otherFieldTable = (): string =>
	table(
		['Record type', 'Field', 'Meaning', 'Name in the API', 'Other column names', 'Value'],
		recordTypes
			.filter(({ name }) => name !== 'customer')
			.flatMap(({ displayName, fields }) => fields.map((field) => [displayName, ...fieldRow(field)])),
	);

function typeRow({
	name,
	displayName,
	description,
	fields,
	identity,
	isIdentityUnique,
	onRepeat,
}: RecordType): string[] {
	const example = EXAMPLES.find(({ recordType }) => recordType === name)?.file ?? '';
	const label = fields.find((field) => field.name === identity)?.label ?? identity;
	return [
		`**${displayName}**`,
		description,
		isIdentityUnique ? label : 'nothing: every row counts',
		onRepeat,
		`[\`${example}.json\`](examples/${example}.json)`,
	];
}

const typeTable = (): string =>
	table(['Record type', 'What it does', 'Identified by', 'If you send it again', 'Example'], recordTypes.map(typeRow));

/** Takes the name of a product out of what fixtures are called. @example 'Airtable 2.1: search' // 'Airtable' */
const toProduct = (source: string): string =>
	(/^[^:,(]*/.exec(source)?.[0] ?? source).replace(/ (?:Trigger|v?\d[\d.]*)(?= |$)/g, '').trim();

/** Lists the fields that items become, as their labels. */
function listLabels(fixtures: readonly SourceFixture[]): string {
	const labels = fixtures.flatMap(({ recordType, values = {}, custom = {} }) => {
		const fields = recordTypes.find(({ name }) => name === recordType)?.fields ?? [];
		const mapped = fields.filter(({ name }) => Object.hasOwn(values, name)).map(({ label }) => label);
		return Object.keys(custom).length === 0 ? mapped : [...mapped, 'custom attributes'];
	});
	return labels.length === 0 ? 'nothing: it names no customer' : [...new Set(labels)].join(', ');
}

const listTypes = (fixtures: readonly SourceFixture[]): string => {
	const names = new Set(fixtures.map(({ recordType }) => recordType));
	return recordTypes
		.filter(({ name }) => names.has(name))
		.map(({ displayName }) => displayName)
		.join(', ');
};

/** Makes a row for each product: what its items are sent as in the tests, and what is mapped. */
function sourceTable(): string {
	const byProduct = new Map<string, SourceFixture[]>();
	for (const fixture of SOURCES.filter(({ file }) => !file.endsWith('-in-general'))) {
		const product = toProduct(fixture.source);
		byProduct.set(product, [...(byProduct.get(product) ?? []), fixture]);
	}
	const rows = [...byProduct].sort(([one], [other]) => one.localeCompare(other, 'en'));
	return table(
		['Product', 'Items tested', 'Sent as', 'What is mapped'],
		rows.map(([product, fixtures]) => [product, String(fixtures.length), listTypes(fixtures), listLabels(fixtures)]),
	);
}

/** Makes a row for each field: its usual headers in other languages. */
function headerTable(): string {
	const labels = new Map(recordTypes.flatMap(({ fields }) => fields.map(({ name, label }) => [name, label])));
	return table(
		['Field', 'Headers'],
		Object.entries(HEADERS).map(([name, headers]) => [labels.get(name) ?? name, headers.join(', ')]),
	);
}

/** The tables of the documents made from the code and the measurements, by the name in their marks. */
const TABLES: Readonly<Record<string, () => string>> = {
	'createBatch options': () =>
		optionTable(listOptions(optionsProperty).filter(({ name }) => !waitProperties.some((wait) => wait.name === name))),
	'request options': () => optionTable(listOptions(requestOptionsProperty)),
	'wait options': () => optionTable(waitProperties),
	'record types': typeTable,
	fields: fieldTable,
	'other fields': otherFieldTable,
	headers: headerTable,
	sources: sourceTable,
	benchmark: () => benchTable(JSON.parse(readFileSync(RESULTS, 'utf8')) as Results),
	compatibility: () => compatibilityTable(JSON.parse(readFileSync(COMPATIBILITY, 'utf8')) as Compatibility[]),
	waits: () => waitsTables(JSON.parse(readFileSync(WAITS, 'utf8')) as WaitFigures[]),
	files: () => filesTable(JSON.parse(readFileSync(FILES, 'utf8')) as FileFigures[]),
	attacks: attackTable,
	soak: () => soakTable(JSON.parse(readFileSync(FIGURES, 'utf8')) as SoakFigures[]),
};

function attackTable(): string {
	return table(
		['Attack', 'What happens', 'Test'],
		ATTACKS.flatMap(([group, attacks]) => [
			[`**${group}**`, '', ''],
			...attacks.map(({ attack, happens, file }) => [attack, happens, `\`${file}\``]),
		]),
	);
}

/**
 * Replaces the tables between the marks of a document.
 *
 * @param root the way from the document's folder to the root of the project, such as `../`
 * @throws Error if a mark names no table
 */
export function replaceTables(text: string, root: string): string {
	for (const [, name = ''] of text.matchAll(/<!-- (?!end|output)([\w ]+) -->/g)) {
		if (TABLES[name] === undefined) throw new Error(`There is no table ${name}`);
	}
	return fillTables(text, root);
}

const fillTables = (text: string, root: string): string =>
	Object.entries(TABLES).reduce(
		(done, [name, make]) =>
			done.replace(
				new RegExp(`(<!-- ${name} -->)[^]*?(<!-- end -->)`),
				(_, start: string, end: string) =>
					`${start}\n\n${make().replaceAll('](examples/', `](${root}examples/`)}\n\n${end}`,
			),
		text,
	);
