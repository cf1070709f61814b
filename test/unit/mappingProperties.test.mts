import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { getColumnFactory, listPaths } from '../../nodes/Gameball/mapping/columns/columns.ts';
import { ADDRESSES, ENVELOPES, OWNERS, PERSONS, RECORDS } from '../../nodes/Gameball/mapping/columns/containers.ts';
import { ItemMapper, type MappingOptions } from '../../nodes/Gameball/mapping/ItemMapper.ts';
import { normalizeName } from '../../nodes/Gameball/mapping/columns/names.ts';
import { RowReader } from '../../nodes/Gameball/mapping/columns/rows.ts';
import { PRODUCTS as KNOWN_SOURCES } from '../../nodes/Gameball/mapping/products.ts';
import { customer } from '../../nodes/Gameball/records/customer.ts';
import { recordTypes } from '../../nodes/Gameball/records/index.ts';
import type { RecordType } from '../../nodes/Gameball/records/RecordType.ts';
import { SOURCES } from '../fixtures/sources/index.mts';

const RUNS = { numRuns: 1_000 };

const OPTIONS: MappingOptions = { unknownFields: 'automatic', dateOrder: 'dmy', timezone: 'UTC' };

/** Maps items with what one run shares; returns the entry of each, or why there is none. */
function mapAll(recordType: RecordType, items: readonly IDataObject[], options = OPTIONS): unknown[] {
	const mapper = new ItemMapper(recordType, options);
	const reader = new RowReader(recordType);
	return items.map((item) => {
		const row = reader.read(item);
		if ('list' in row) return row;
		const checked = mapper.check(row, item);
		if (typeof checked !== 'string') return checked;
		const record = mapper.makeRecord(row);
		return structuredClone([recordType.toEntry(record, 'flat'), recordType.toEntry(mapper.makeRecord(row), 'nested')]);
	});
}

/** Names that mean something in some object or other. */
const TEMPTING = [
	'id',
	'customerId',
	'email',
	'phone',
	'name',
	'amount',
	'custom',
	'value',
	'city',
	'tags',
	'properties',
];

const OPENED = new Set(
	[
		...[
			...PERSONS,
			...OWNERS,
			...ADDRESSES,
			...RECORDS,
			...ENVELOPES.map(({ name }) => name),
			'custom',
			'customerAttributes',
		],
		...KNOWN_SOURCES.flatMap(({ columns = {} }) => Object.keys(columns).map((path) => path.split('.')[0] ?? '')),
	].map(normalizeName),
);

const OPENINGS = recordTypes.map((recordType) => ({
	factory: getColumnFactory(recordType),
	heads: new Set([...listPaths(recordType)].map((path) => path.split('.')[0])),
}));

/** Tells whether an object of this name stays closed in records of all types. */
const isOpaque = (name: string): boolean =>
	name !== '' &&
	!OPENED.has(normalizeName(name)) &&
	!/[[\]]/.test(name) &&
	OPENINGS.every(
		({ factory, heads }) =>
			factory.makeColumn(name, 'item', [name]).claim === undefined && !heads.has(normalizeName(name)),
	);

const SECRET = 'never-sent';

/** Any object, whose every text must not be sent. */
const opaqueObject = fc.letrec<{ object: IDataObject; value: unknown }>((tie) => ({
	object: fc.dictionary(fc.oneof(fc.constantFrom(...TEMPTING), fc.string()), tie('value'), {
		minKeys: 1,
		maxKeys: 4,
	}) as fc.Arbitrary<IDataObject>,
	value: fc.oneof(
		{ maxDepth: 4 },
		fc.nat().map((number) => `${SECRET}-${number}`),
		tie('object'),
		fc.array(tie('object'), { minLength: 1, maxLength: 2 }),
	),
})).object;

const opaqueName = fc
	.oneof(
		fc.constantFrom(
			'owner',
			'Owner',
			'company',
			'created_by',
			'assignee',
			'organization',
			'metadata',
			'_links',
			'account',
		),
		fc.string({ minLength: 1 }),
	)
	.filter(isOpaque);

/** Columns that make a record of any type. */
const BASE: IDataObject = {
	customerId: 'c',
	orderId: 'o',
	orderDate: '2024-01-01T00:00:00Z',
	totalPaid: 1,
	transactionId: 't',
	transactionTime: '2024-01-01T00:00:00Z',
	amount: 1,
	eventName: 'visit',
};

test.each(recordTypes.map((recordType) => [recordType.name, recordType] as const))(
	'should let nothing in a closed object reach a request of the type %s',
	(_, recordType) => {
		fc.assert(
			fc.property(
				fc.array(fc.tuple(opaqueName, fc.oneof(opaqueObject, fc.array(opaqueObject, { minLength: 1, maxLength: 2 })))),
				(objects) => {
					const item = { ...BASE, ...Object.fromEntries(objects) } as IDataObject;
					const [mapped] = mapAll(recordType, [item]);
					expect(Array.isArray(mapped)).toBe(true);
					expect(JSON.stringify(mapped)).not.toContain(SECRET);
				},
			),
			RUNS,
		);
	},
);

test('should map a flat row to the same record whatever the order of its columns among different fields', () => {
	const column = fc.constantFrom(...customer.fields).chain((field) =>
		fc.record({
			field: fc.constant(field.name),
			name: fc.constantFrom(field.name, field.label, ...(field.otherNames ?? []).filter((name) => !name.includes('.'))),
			cell: fc.oneof(fc.string(), fc.integer(), fc.constantFrom('1990-12-31', 'yes', 'F', '12.50', null, '')),
		}),
	);
	const columns = fc.uniqueArray(column, { selector: ({ field }) => field, maxLength: 12 });
	const unknown = fc.uniqueArray(fc.string({ minLength: 3 }).filter(isOpaque), { maxLength: 4 });
	fc.assert(
		fc.property(
			columns,
			unknown,
			fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
			(known, others, random) => {
				const cells: Array<[string, unknown]> = [
					...known.map(({ name, cell }): [string, unknown] => [name, cell]),
					...others.map((name): [string, unknown] => [`x ${name}`, name]),
				];
				const shuffled = cells
					.map((cell) => ({ cell, rank: random.next().value }))
					.sort((one, other) => one.rank - other.rank)
					.map(({ cell }) => cell);
				const map = (list: Array<[string, unknown]>) => mapAll(customer, [Object.fromEntries(list) as IDataObject])[0];
				// The problems of an invalid item come in the order of its columns.
				const [one, other] = [map(shuffled), map(cells)];
				expect(Array.isArray(one)).toBe(Array.isArray(other));
				if (Array.isArray(one)) expect(one).toEqual(other);
			},
		),
		RUNS,
	);
});

/** What to do about a missing field depends on the other rows: they may have its column. */
const withoutAdvice = (mapped: unknown): unknown =>
	JSON.parse(JSON.stringify(mapped ?? null, (name, value: unknown) => (name === 'advice' ? undefined : value)));

test('should map an item alone to the same record as among items of other shapes', () => {
	const fixtures = SOURCES.filter(({ recordType }) => recordType === 'customer').map(({ item }) => item);
	const flat = fc.dictionary(
		fc.constantFrom(
			'id',
			'createdAt',
			'updatedAt',
			'email',
			'Phone',
			'Mobile Phone',
			'external_id',
			'url',
			'body',
			'x',
		),
		fc.constantFrom<unknown>('1', 1, null, '', 'https://example.com', { a: 1 }, ['a'], '31/12/1990'),
	) as fc.Arbitrary<IDataObject>;
	fc.assert(
		fc.property(fc.array(fc.oneof(fc.constantFrom(...fixtures), flat), { minLength: 2, maxLength: 8 }), (items) => {
			// Whether unknown columns are sent is decided for the run.
			const options = { ...OPTIONS, unknownFields: 'ignore' } as const;
			const together = mapAll(customer, items, options);
			items.forEach((item, index) =>
				expect(withoutAdvice(together[index])).toEqual(withoutAdvice(mapAll(customer, [item], options)[0])),
			);
		}),
		RUNS,
	);
});
