import type { IDataObject } from 'n8n-workflow';
import { createColumnMatcher, toColumn, type Column } from '../../nodes/Gameball/mapping/columns.ts';
import { parseDate, toIso } from '../../nodes/Gameball/mapping/dates.ts';
import { ItemMapper, type MappingOptions } from '../../nodes/Gameball/mapping/ItemMapper.ts';
import { ItemRows } from '../../nodes/Gameball/mapping/rows.ts';
import { Invalid, isEmptyCell, makeRule } from '../../nodes/Gameball/mapping/values.ts';
import { customer } from '../../nodes/Gameball/records/customer.ts';
import type { FieldType } from '../../nodes/Gameball/records/RecordType.ts';
import { joinDuplicates } from '../../nodes/Gameball/mapping/duplicates.ts';
import { listItems, toBatches } from '../../nodes/Gameball/operations/createBatch/batches.ts';
import { formatItems } from '../../nodes/Gameball/operations/createBatch/formatItems.ts';

describe('the column matcher', () => {
	const matcher = createColumnMatcher(customer);
	const match = (...columns: Array<string | Column>) =>
		matcher
			.match(columns.map((column) => (typeof column === 'string' ? toColumn(column) : column)))
			.map((target) => ('field' in target ? `${target.kind} ${target.field.name}` : target.kind));

	test.each([
		['customerId', 'customerId'],
		['Customer ID', 'customerId'],
		['customer_id', 'customerId'],
		['CUSTOMER-ID', 'customerId'],
		['\uFEFFCustomer ID', 'customerId'],
		['Record ID', 'customerId'],
		['E-Mail', 'email'],
		['Email Address', 'email'],
		['Phone Number', 'mobile'],
		['displayName', 'name'],
		['Full Name', 'name'],
		['Birthday', 'dateOfBirth'],
		['Created at', 'joinDate'],
		['Postal Code', 'zip'],
	])('should match %j to %s', (column, field) => {
		expect(match(column)).toEqual([`field ${field}`]);
	});

	test('should give every name to only one field', () => {
		const names = customer.fields.flatMap(({ name, nestedName, otherNames = [] }) => [
			name,
			...(nestedName ? [nestedName] : []),
			...otherNames,
		]);
		const normal = names.map((name) => name.toLowerCase().replace(/[\s_-]/g, ''));
		expect(normal.filter((name, index) => normal.indexOf(name) !== index)).toEqual([]);
	});

	test('should prefer the exact name, then the likelier one, then the first when several columns fit a field', () => {
		expect(match('id', 'Customer ID')).toEqual(['unknown', 'field customerId']);
		expect(match('Phone', 'Mobile Phone')).toEqual(['unknown', 'field mobile']);
		expect(match('Customer ID', 'customerId')).toEqual(['repeat customerId', 'field customerId']);
		expect(match('Customer ID', 'customer_id')).toEqual(['field customerId', 'repeat customerId']);
	});

	test('should treat dotted columns as members of their groups', () => {
		expect(match('custom.color', 'customerAttributes.city', 'Custom.Phone', 'customerAttributes.custom.size')).toEqual([
			'custom',
			'field city',
			'custom',
			'custom',
		]);
		expect(match('city', 'customerAttributes.city')).toEqual(['field city', 'repeat city']);
		expect(match('custom.', 'customs.x')).toEqual(['unknown', 'unknown']);
	});

	test('should leave what is in custom there, except reserved names', () => {
		const inCustom = (name: string): Column => ({ name, group: 'custom' });
		expect(match(inCustom('phone'), inCustom('city'), inCustom('color'))).toEqual(['custom', 'field city', 'custom']);
		expect(match(inCustom('city'), 'Town')).toEqual(['repeat city', 'field city']);
	});
});

describe('a value rule', () => {
	const value = (type: FieldType, cell: unknown, dateOrder: 'ymd' | 'dmy' | 'mdy' = 'ymd') => {
		if (isEmptyCell(cell)) return 'empty';
		const value = makeRule({ name: 'x', label: 'X', description: '', type })(cell, { dateOrder, timezone: 'UTC' });
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
		['identifier', ['1'], 'invalid'],
		['text', 'Ünïcödé 🎲', 'Ünïcödé 🎲'],
		['text', NaN, 'invalid'],
		['number', '12.50', 12.5],
		['number', '12,5', 12.5],
		['number', '1,234', 'invalid'],
		['number', '-3', -3],
		['number', '$12', 12],
		['number', '1.234,56 €', 1234.56],
		['number', 'USD 1,234.50', 1234.5],
		['number', '1,234,567', 1234567],
		['number', '1.234.567', 1234567],
		['number', '1,234,56', 'invalid'],
		['number', '1.2.3', 'invalid'],
		['number', '12 34', 'invalid'],
		['number', '$', 'invalid'],
		['number', '-12,50', -12.5],
		['number', '1.5E+3', 1500],
		['number', Infinity, 'invalid'],
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
	])('should read %j in the order %s as the day %s', (cell, order, day) => {
		expect(value('date', cell, order)).toBe(day);
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
		[true, 'ymd'],
		[{}, 'ymd'],
	])('should refuse %p in the order %s as a date', (cell, order) => {
		expect(value('date', cell, order)).toBe('invalid');
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
		expect(date === undefined ? undefined : toIso(date)).toBe(iso);
	});
});

describe('items', () => {
	const options: MappingOptions = { unknownFields: 'custom', dateOrder: 'ymd', timezone: 'UTC' };
	const map = (json: object) => {
		const mapper = new ItemMapper(customer, options);
		const row = new ItemRows().read(json as IDataObject);
		const checked = mapper.check(row);
		if (typeof checked !== 'string') return { kind: 'invalid' as const, ...checked };
		return { kind: 'record' as const, id: checked, record: mapper.toRecord(row) };
	};

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
				{ field: 'Gender', reason: expect.any(String) },
				{ field: 'Customer ID', reason: 'is missing' },
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
		const mapped = map(json as object);
		expect(mapped.kind).toBe('record');
		expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
		expect(JSON.stringify(mapped)).toContain('"constructor":"x"');
	});

	test('should be refused when an attribute is both inside and outside custom', () => {
		expect(map({ customerId: '1', color: 'red', custom: { color: 'blue' } })).toMatchObject({
			kind: 'invalid',
			problems: [{ field: 'color', reason: 'is there twice (what stands in custom counts too); remove one' }],
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
	const batches = toBatches(joinDuplicates(sources), 1_000);
	expect(batches).toHaveLength(1);
	expect(listItems(batches)).toHaveLength(300_000);
});

test.each([
	[[], ''],
	[[4], '4'],
	[[0, 1, 2, 5, 7, 8], '0 to 2, 5, 7 to 8'],
	[Array.from({ length: 12 }, (_, index) => index * 2), '0, 2, 4, 6, 8, 10, 12, 14, 16, 18 and others'],
])('should write the items %j as %j', (items, text) => {
	expect(formatItems(items)).toBe(text);
});
