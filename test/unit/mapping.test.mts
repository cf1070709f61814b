import type { IDataObject } from 'n8n-workflow';
import { getColumnFactory } from '../../nodes/Gameball/mapping/columns/columns.ts';
import { RunFacts } from '../../nodes/Gameball/mapping/values/runFacts.ts';
import { parseDate, toIso, type CalendarTime } from '../../nodes/Gameball/mapping/values/dates.ts';
import { JoinedRecords, listItems } from '../../nodes/Gameball/mapping/duplicates.ts';
import { ItemMapper, type MappingOptions } from '../../nodes/Gameball/mapping/ItemMapper.ts';
import { toMajorUnits } from '../../nodes/Gameball/mapping/values/money.ts';
import { normalizeName } from '../../nodes/Gameball/mapping/columns/names.ts';
import { RowReader } from '../../nodes/Gameball/mapping/columns/rows.ts';
import { Invalid } from '../../nodes/Gameball/mapping/values/rule.ts';
import { isEmptyCell } from '../../nodes/Gameball/mapping/columns/cells.ts';
import { makeRule } from '../../nodes/Gameball/mapping/values/makeRule.ts';
import { isPrivate } from '../../nodes/Gameball/mapping/fields/privateColumns.ts';
import { unwrap } from '../../nodes/Gameball/mapping/columns/wrappings.ts';
import { openCell } from '../../nodes/Gameball/mapping/values/openCell.ts';
import { customer } from '../../nodes/Gameball/records/customer.ts';
import { Ranges } from '../../nodes/Gameball/text.ts';
import { recordTypes } from '../../nodes/Gameball/records/index.ts';
import type { FieldType } from '../../nodes/Gameball/records/RecordType.ts';

const OPTIONS: MappingOptions = { unknownFields: 'automatic', dateOrder: 'auto', timezone: 'UTC' };

/** Maps a customer by itself, without the engine. */
function map(json: IDataObject, options: Partial<MappingOptions> = {}) {
	const mapper = new ItemMapper(customer, { ...OPTIONS, ...options });
	const row = new RowReader(customer).read(json);
	if ('list' in row) return { kind: 'list' as const, ...row };
	const checked = mapper.check(row, json);
	if (checked === undefined) return { kind: 'blank' as const };
	if (typeof checked !== 'string') return { kind: 'invalid' as const, ...checked };
	return { kind: 'record' as const, id: checked, record: mapper.makeRecord(row) };
}

describe('columns', () => {
	test.each([
		['customerId', 'customerId'],
		['Customer ID', 'customerId'],
		['customer_id', 'customerId'],
		['CUSTOMER-ID', 'customerId'],
		['\uFEFFCustomer ID', 'customerId'],
		['Record ID', 'customerId'],
		['Customer No.', 'customerId'],
		['Customer #', 'customerId'],
		['Customer Nr.', 'customerId'],
		['Customer ID:', 'customerId'],
		['Customer_Number__c', 'customerId'],
		['E-Mail', 'email'],
		['Email Address', 'email'],
		['Phone Number', 'mobile'],
		['Mobile #', 'mobile'],
		['displayName', 'name'],
		['Full Name', 'name'],
		['Birthday', 'dateOfBirth'],
		['Created at', 'joinDate'],
		['Member Since', 'joinDate'],
		['Postal Code', 'zip'],
	])('should match %j to %s', (name, field) => {
		const { claim } = getColumnFactory(customer).makeColumn(name, 'item', [name]);
		expect(claim?.field.name).toBe(field);
	});

	test.each(recordTypes.map((recordType) => [recordType.name, recordType] as const))(
		'should give every name to only one field of the type %s',
		(_, { fields }) => {
			const names = fields.flatMap(({ name, nestedName, otherNames = [] }) => [
				...new Set([name, ...(nestedName ? [nestedName] : []), ...otherNames].map(normalizeName)),
			]);
			expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
		},
	);

	test.each<[IDataObject, IDataObject]>([
		[{ id: 7, 'Customer ID': 'a' }, { customerId: 'a' }],
		[{ id: 7, external_id: null }, { customerId: '7' }],
		[{ id: 7, external_id: ' ' }, { customerId: '7' }],
		[
			{ customerId: 'a', Phone: '1', 'Mobile Phone': '2' },
			{ customerId: 'a', mobile: '2' },
		],
		[
			{ customerId: 'a', Phone: '1', 'Mobile Phone': null },
			{ customerId: 'a', mobile: '1' },
		],
		[
			{ customerId: 'a', city: 'Cairo', Town: 'Giza' },
			{ customerId: 'a', city: 'Cairo' },
		],
		[
			{ customerId: 'a', Orders: ['rec1', 'rec2'], 'Order Count': '3' },
			{ customerId: 'a', totalOrders: 3 },
		],
		[
			{ customerId: 'a', 'Orders Count': 'many', 'Number of Orders': 3 },
			{ customerId: 'a', totalOrders: 3 },
		],
	])('should take the first in rank that is neither empty nor unusable from %j', (json, values) => {
		expect(map(json, { unknownFields: 'ignore' })).toMatchObject({ kind: 'record', record: { values } });
	});

	test('should let only the own name of a field make an item invalid', () => {
		expect(map({ customerId: 'a', totalOrders: 'many', 'Order Count': 3 })).toMatchObject({ kind: 'invalid' });
		expect(map({ customerId: 'a', 'Order Count': 'many' })).toMatchObject({ kind: 'record' });
	});

	test('should be members of their objects when their names are dotted', () => {
		const dotted = { 'custom.color': 'red', 'customerAttributes.city': 'Cairo', 'customerAttributes.custom.size': 'M' };
		expect(map({ customerId: '1', ...dotted, 'custom.': 'x', 'customs.x': 'y' })).toMatchObject({
			record: {
				values: { customerId: '1', city: 'Cairo' },
				custom: { color: 'red', size: 'M', 'custom.': 'x', 'customs.x': 'y' },
			},
		});
	});

	test('should stay in custom, except reserved names', () => {
		expect(map({ customerId: '1', custom: { phone: '5', city: 'Cairo', color: 'red' } })).toMatchObject({
			record: { values: { customerId: '1', city: 'Cairo' }, custom: { phone: '5', color: 'red' } },
		});
		expect(map({ customerId: '1', custom: '{"color":"red"}' })).toMatchObject({ record: { custom: { color: 'red' } } });
		expect(map({ customerId: '1', custom: 'red' })).toMatchObject({ record: { custom: { custom: 'red' } } });
	});
});

describe('columns that are withheld', () => {
	const SECRETS = [
		'password',
		'API Key',
		'access_token',
		'clientSecret',
		'password_hash',
		'Private-Key',
		'PIN',
		'salt',
	];
	const writings = (name: string) => [
		name,
		name.toUpperCase(),
		name.replace(/[\s_-]/g, ''),
		name.replace(/[\s-]/g, '_'),
		`user_${name}`,
		`${name}_2`,
		`Portal ${name}`,
	];

	test.each(SECRETS.flatMap(writings))('should hold back %j by itself', (name) => {
		expect(isPrivate(name)).toBe(true);
		expect(map({ customerId: '1', [name]: 'never' }, { unknownFields: 'custom' })).toMatchObject({
			record: { values: { customerId: '1' }, custom: undefined },
		});
	});

	test.each(['row_number', 'formMode', 'submittedAt', '__EMPTY', '__EMPTY_3'])('should hold back %j of n8n', (name) => {
		expect(isPrivate(name)).toBe(true);
	});

	test.each([
		...['Passport No', 'Hashtag', 'Shipping', 'Compass', 'Pincode', 'Color', 'Opinion', 'Pinterest', 'Spinning'],
		...['Camping', 'Footprint', 'Key Account', 'Keyword', 'Season Pass', 'Monkeys', 'Turkey'],
	])('should let %j go', (name) => {
		expect(isPrivate(name)).toBe(false);
	});

	test('should be held back in custom, too', () => {
		expect(map({ customerId: '1', custom: { token: 'never', color: 'red' } })).toMatchObject({
			record: { custom: { color: 'red' } },
		});
	});
});

describe('wrappings', () => {
	test.each<[unknown, unknown]>([
		[{ value: 'a' }, 'a'],
		[{ value: 'a', versions: [] }, 'a'],
		[[{ value: 'a' }, { value: 'b', primary: true }], 'b'],
		[[{ value: '', primary: true }, { value: 'b' }], 'b'],
		[
			[
				{ value: '1', type: 'work' },
				{ value: '2', type: 'mobile' },
			],
			'2',
		],
		[[7, 'Germany'], 'Germany'],
		[{ id: 1, name: 'Gold', color: 'red' }, 'Gold'],
		[{ type: 'email', email: 'a@example.com' }, 'a@example.com'],
		[{ id: 'x', type: 'select', select: { name: 'Gold' } }, 'Gold'],
		[{ type: 'rich_text', rich_text: [{ plain_text: 'N-' }, { plain_text: '1' }] }, 'N-1'],
		[['only'], 'only'],
		[['one', 'two'], undefined],
		[{ owner: 'x' }, undefined],
		[[], undefined],
	])('should be opened: %j is %j', (cell, value) => {
		expect(unwrap(cell)).toEqual(value);
	});
});

describe('amounts in minor units', () => {
	test.each<[number, string, number]>([
		[1099, 'USD', 10.99],
		[1099, 'JPY', 1099],
		[1099, 'KWD', 1.099],
		[0, 'USD', 0],
	])('should be converted: %j %j is %j', (amount, currency, expected) => {
		expect(toMajorUnits(amount, currency)).toBe(expected);
	});
});

describe('a value rule', () => {
	const value = (type: FieldType, cell: unknown, dateOrder: 'ymd' | 'dmy' | 'mdy' = 'ymd') => {
		const opened = openCell(cell, type);
		if (isEmptyCell(opened)) return 'empty';
		const column = { ...new RunFacts(dateOrder).getColumn('x'), isUtc: false };
		const value = makeRule({ name: 'x', label: 'X', description: '', type }, column)(opened, { timezone: 'UTC' });
		return value instanceof Invalid ? 'invalid' : value;
	};

	test.each<[FieldType, unknown, unknown]>([
		['identifier', '00123', '00123'],
		['identifier', 123, '123'],
		['identifier', ' a1 ', 'a1'],
		['identifier', 9007199254740991, '9007199254740991'],
		['identifier', 9007199254740993, 'invalid'],
		['identifier', '12345678901234567890', '12345678901234567890'],
		['identifier', '2,01235E+11', 'invalid'],
		['identifier', "'00123", '00123'],
		['identifier', "'+4915", '+4915'],
		['identifier', "'t Hart", "'t Hart"],
		['identifier', true, 'invalid'],
		['identifier', ['1'], '1'],
		['identifier', ['1', '2'], 'invalid'],
		['identifier', '12345e67', '12345e67'],
		['identifier', '5E10', '5E10'],
		['identifier', '1e2', '1e2'],
		['identifier', false, 'empty'],
		['identifier', [2, 'Mitchell Admin'], 'invalid'],
		['identifier', { _id: '65f', name: 'Ada' }, 'invalid'],
		['identifier', { value: '7' }, '7'],
		['text', [7, 'Germany'], 'Germany'],
		['amount', '1e999', 'invalid'],
		['amount', 'INV100', 'invalid'],
		['amount', `1${' '.repeat(100_000)}x`, 'invalid'],
		['text', 'Ünïcödé 🎲', 'Ünïcödé 🎲'],
		['text', NaN, 'invalid'],
		['amount', '12.50', 12.5],
		['amount', '12,5', 12.5],
		['amount', '1,234', 'invalid'],
		['amount', '-3', -3],
		['amount', '$12', 12],
		['amount', '1.234,56 €', 1234.56],
		['amount', 'USD 1,234.50', 1234.5],
		['amount', '1,234,567', 1234567],
		['amount', '1.234.567', 1234567],
		['amount', '1,234,56', 'invalid'],
		['amount', '1.2.3', 'invalid'],
		['amount', '12 34', 'invalid'],
		['amount', '$', 'invalid'],
		['amount', '-12,50', -12.5],
		['amount', '1.5E+3', 1500],
		['amount', Infinity, 'invalid'],
		['integer', '3', 3],
		['integer', '3.5', 'invalid'],
		['boolean', 'Yes', true],
		['boolean', 'no', false],
		['boolean', 1, true],
		['boolean', 'maybe', 'invalid'],
		['gender', 'female', 'F'],
		['gender', 'M', 'M'],
		['gender', 'robot', 'invalid'],
		['textList', 'a, b,,c', ['a', 'b', 'c']],
		['textList', '["a","b"]', ['a', 'b']],
		['textList', ['a', 7, ''], ['a', '7']],
		['textList', [{ a: 1 }], 'invalid'],
		['textList', '"VIP","News, daily"', ['VIP', '"News', 'daily"']],
		['textList', '[broken', 'invalid'],
		['list', [{ utm: 'x' }], [{ utm: 'x' }]],
		['list', '[{"utm":"x"}]', [{ utm: 'x' }]],
		['text', '', 'empty'],
		['text', '  ', 'empty'],
		['text', null, 'empty'],
		['text', undefined, 'empty'],
	])('should read the %s %p as %p', (type, cell, expected) => {
		expect(value(type, cell)).toEqual(expected);
	});

	test.each<[unknown, 'ymd' | 'dmy' | 'mdy', string]>([
		['1990-12-31', 'ymd', '1990-12-31'],
		['1990/12/31', 'dmy', '1990-12-31'],
		['31/12/1990', 'dmy', '1990-12-31'],
		['12/31/1990', 'mdy', '1990-12-31'],
		['31.12.1990', 'dmy', '1990-12-31'],
		['1.2.1990', 'dmy', '1990-02-01'],
		['1990-12-31T23:30:00+02:00', 'ymd', '1990-12-31'],
		['1990-12-31 11:30 PM', 'ymd', '1990-12-31'],
		[33238, 'ymd', '1990-12-31'],
		['33238', 'ymd', '1990-12-31'],
		[33238.99, 'ymd', '1990-12-31'],
		[662601600, 'ymd', '1990-12-31'],
		[662601600000, 'ymd', '1990-12-31'],
		[new Date('1990-12-31T00:00:00Z'), 'ymd', '1990-12-31'],
		['2024-02-29', 'ymd', '2024-02-29'],
		['Tue, 08 Aug 2023 23:05:09 -0700', 'ymd', '2023-08-08'],
		['/Date(1714608000000+0000)/', 'ymd', '2024-05-02'],
	])('should read %j in the order %s as the day %s', (cell, order, day) => {
		expect(value('birthDate', cell, order)).toBe(day);
	});

	test.each<[unknown, 'ymd' | 'dmy' | 'mdy']>([
		['31/12/1990', 'ymd'],
		['31/12/1990', 'mdy'],
		['31/12/90', 'dmy'],
		['1990-02-29', 'ymd'],
		['0000-00-00', 'ymd'],
		['1990-13-01', 'ymd'],
		['1990-12-31T25:00', 'ymd'],
		['1990-12', 'ymd'],
		['yesterday', 'ymd'],
		[12, 'ymd'],
		[-1, 'ymd'],
		[new Date(NaN), 'ymd'],
		['12/31', 'mdy'],
		['1990', 'ymd'],
		[1990, 'ymd'],
		['010590', 'ymd'],
		['2024-01-01T10:00:00+99:99', 'ymd'],
		[`1-1-2000${' '.repeat(100_000)}x\ny`, 'dmy'],
		[true, 'ymd'],
		[{}, 'ymd'],
	])('should refuse %p in the order %s as a date', (cell, order) => {
		expect(value('birthDate', cell, order)).toBe('invalid');
	});

	test.each([
		['2024-03-14', '2024-03-14'],
		['2024-03-14 09:12', '2024-03-14T09:12:00'],
		['2024-03-14T09:12:30Z', '2024-03-14T09:12:30Z'],
		['2024-03-14T09:12:30.250+02:00', '2024-03-14T07:12:30.250Z'],
		['2024-03-14 9:12 pm', '2024-03-14T21:12:00'],
		[45365.5, '2024-03-14T12:00:00'],
		[1710407550, '2024-03-14T09:12:30Z'],
	])('should read the time %j as %s', (cell, iso) => {
		const date = parseDate(cell, 'ymd');
		expect(date === undefined ? undefined : toIso(date as CalendarTime)).toBe(iso);
	});
});

describe('items', () => {
	test('should have dotted columns in the groups they name', () => {
		expect(map({ customerId: '1', 'custom.color': 'red', 'customerAttributes.city': 'Cairo' })).toMatchObject({
			record: { values: { customerId: '1', city: 'Cairo' }, custom: { color: 'red' } },
		});
	});

	test('should be refused with all their problems at once', () => {
		expect(map({ dateOfBirth: 'x', gender: 'y' })).toEqual({
			kind: 'invalid',
			id: undefined,
			problems: [
				{ field: 'Date of Birth', reason: expect.any(String) },
				{
					field: 'Customer ID',
					reason: 'is missing',
					isMissing: true,
					advice: [
						'The item has the columns dateOfBirth, gender',
						"Choose the column under 'Customer ID', or set 'Mapping' to Manual",
					],
				},
			],
		});
	});

	test('should be accepted when two columns of a field agree or one is empty', () => {
		expect(map({ customerId: '1', 'Customer ID': 1, email: '', Email: 'a@example.com' })).toMatchObject({
			kind: 'record',
			record: { values: { customerId: '1', email: 'a@example.com' } },
		});
	});

	test('should be harmless when columns are named like parts of an object', () => {
		const json: unknown = JSON.parse(
			'{"customerId":"1","__proto__":{"polluted":true},"constructor":"x","custom":{"prototype":"y"}}',
		);
		const mapped = map(json as IDataObject, { unknownFields: 'custom' });
		expect(mapped.kind).toBe('record');
		expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
		expect(JSON.stringify(mapped)).toContain('"constructor":"x"');
	});

	test('should be refused when an attribute is both inside and outside custom', () => {
		expect(map({ customerId: '1', color: 'red', custom: { color: 'blue' } })).toMatchObject({
			kind: 'invalid',
			problems: [{ field: 'color', reason: 'is there twice (the contents of custom count too); remove one' }],
		});
	});

	test('should be accepted when groups are nested far too deep', () => {
		let deep: object = { city: 'Cairo' };
		for (let depth = 0; depth < 10_000; depth++) deep = { customerAttributes: deep };
		expect(map({ customerId: '1', ...deep }).kind).toBe('record');
	});

	test('should be left unchanged', () => {
		const json = Object.freeze({ customerId: 1, tags: Object.freeze(['a']), custom: Object.freeze({ a: 1 }) });
		expect(map(json)).toMatchObject({ record: { values: { customerId: '1', tags: ['a'] }, custom: { a: 1 } } });
	});
});

test('should join 300,000 items into one record when they share an ID', () => {
	const sources = Array.from({ length: 300_000 }, (_, item) => ({ id: 'a', item }));
	const joined = new JoinedRecords();
	sources.forEach((source) => joined.add(source));
	expect(joined.records).toHaveLength(1);
	expect(listItems([joined.records])).toHaveLength(300_000);
});

test.each([
	[[], ''],
	[[4], '4'],
	[[0, 1, 2, 5, 7, 8], '0 to 2, 5, 7 to 8'],
	[Array.from({ length: 12 }, (_, index) => index * 2), '0, 2, 4, 6, 8, 10, 12, 14, 16, 18 and others'],
])('should write the items %j as %j', (items, text) => {
	expect(new Ranges(items).toString()).toBe(text);
});
