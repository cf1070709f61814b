import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import {
	followPath,
	parsePlain,
	UNCLEAR,
} from '../../nodes/Gameball/operations/createBatch/parameters/plainExpression.ts';
import { loadGameball, nodeContext } from './harness.mts';

/**
 * Values that the node resolves by itself have to be exactly those of n8n's engine. Both are asked, for generated
 * parameters and items.
 */
async function engine() {
	const gameball = await loadGameball();
	return (raw: unknown, json: IDataObject): unknown => {
		const fields = { mappingMode: 'defineBelow', value: { name: raw } };
		const context = nodeContext(gameball, { mapping: 'manual', fields: fields as never }, [{ json }]);
		const { value } = context.getNodeParameter('fields', 0) as { value: { name?: unknown } };
		return value.name;
	};
}

/** Resolves a parameter as the node does by itself; undefined where it leaves that to n8n. */
function plain(raw: unknown, json: IDataObject): { value: unknown } | undefined {
	const parameter = parsePlain(raw);
	if (parameter === undefined) return undefined;
	if (parameter.kind === 'fixed') return { value: parameter.value };
	const value = followPath(json, parameter.path);
	return value === UNCLEAR ? undefined : { value };
}

const name = fc.oneof(
	{ weight: 6, arbitrary: fc.constantFrom('a', 'b', 'id', 'First Name', 'e-mail', '_id', '0', '1', 'ключ') },
	{
		weight: 2,
		arbitrary: fc.constantFrom(
			...['constructor', '__proto__', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', 'length', 'name', 'caller'],
			...[
				'first',
				'isEmpty',
				'class',
				'a.b',
				'$json',
				'a}}',
				'{{',
				'constructorX',
				'getPrototypeOf',
				'arguments',
				'json',
				'',
			],
		),
	},
	{ weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 6 }) },
);

const { value: jsonValue } = fc.letrec((tie) => ({
	value: fc.oneof(
		{ depthSize: 'small', withCrossShrink: true },
		fc.oneof(
			fc.string({ maxLength: 8 }),
			fc.constantFrom('', '={{ 1 }}', '{{ $json.a }}', '2024-01-01'),
			fc.integer(),
			fc.double(),
			fc.boolean(),
			fc.constant(null),
		),
		fc.array(tie('value'), { maxLength: 3 }),
		fc.dictionary(name, tie('value'), { maxKeys: 4, noNullPrototype: true }),
	),
}));
const item = fc.dictionary(name, jsonValue, { maxKeys: 5, noNullPrototype: true }) as fc.Arbitrary<IDataObject>;

const space = fc.constantFrom('', ' ', '  ', '\n', '\t', '\u00A0');
const step = fc.tuple(name, space, fc.constantFrom('dot', 'single', 'double', 'bare')).map(([key, gap, style]) => {
	if (style === 'dot') return `.${key}`;
	const quote = { single: "'", double: '"', bare: '' }[style];
	return `[${gap}${quote}${key}${quote}${gap}]`;
});
const path = fc.array(step, { minLength: 0, maxLength: 4 }).map((steps) => `$json${steps.join('')}`);
const pathParameter = fc.tuple(space, path, space).map(([before, inner, after]) => `={{${before}${inner}${after}}}`);
const otherParameter = fc.oneof(
	fc.tuple(path, path).map(([one, other]) => `={{ ${one} }}{{ ${other} }}`),
	fc
		.tuple(fc.string({ maxLength: 5 }), path, fc.string({ maxLength: 5 }))
		.map(([before, inner, after]) => `=${before}{{ ${inner} }}${after}`),
	path.map((inner) => `={{ ${inner} + 1 }}`),
	path.map((inner) => `={{ ${inner}.toString() }}`),
	path.map((inner) => `={{ ${inner.replace('$json', '$json?')} }}`),
	path.map((inner) => `= {{ ${inner} }}`),
	path.map((inner) => `={{ ${inner} }} `),
	fc.string({ maxLength: 10 }),
	fc.string({ maxLength: 10 }).map((text) => `=${text}`),
	fc.oneof(fc.integer(), fc.boolean(), fc.constant(null)),
);

/** A parameter that leads to something in the item, or just past it, and the item. */
const leadingParameter = fc
	.tuple(item, fc.array(fc.tuple(fc.nat(), space, fc.boolean()), { minLength: 1, maxLength: 4 }), name, fc.boolean())
	.map(([json, choices, last, goesOn]): [string, IDataObject] => {
		let inner = '$json';
		let value: unknown = json;
		for (const [choice, gap, isQuoted] of choices) {
			const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
			const key = keys[choice % keys.length];
			if (key === undefined) break;
			inner += isQuoted || !/^[a-z_]\w*$/i.test(key) ? `[${gap}${JSON.stringify(key)}${gap}]` : `.${key}`;
			value = (value as IDataObject)[key];
		}
		return [`={{ ${inner}${goesOn ? `[${JSON.stringify(last)}]` : ''} }}`, json];
	});

/** Compares the two on as many generated cases as it takes for the node to have resolved 2,000 of them by itself. */
async function compare(cases: fc.Arbitrary<[unknown, IDataObject]>): Promise<void> {
	const resolve = await engine();
	let compared = 0;
	const isEnough = () => compared >= 2_000;
	const property = fc.property(cases, ([raw, json]) => {
		const own = plain(raw, json);
		if (own === undefined) return;
		expect(own.value).toEqual(resolve(raw, json));
		compared++;
	});
	for (let round = 0; round < 20 && !isEnough(); round++) fc.assert(property, { numRuns: 2_000 });
	expect(isEnough()).toBe(true);
}

test('should resolve paths that lead somewhere as n8n does', async () => await compare(leadingParameter), 120_000);

test('should resolve path-like text as n8n does', async () => await compare(fc.tuple(pathParameter, item)), 120_000);

test(
	'should resolve fixed values, mixed text and other expressions as n8n does',
	async () => await compare(fc.tuple(otherParameter, item)),
	120_000,
);

test.each([
	['={{ $json.a }}', ['a']],
	['={{$json.a}}', ['a']],
	['={{ $json["A b"] }}', ['A b']],
	["={{ $json['A b'].c }}", ['A b', 'c']],
	['={{\n\t$json.list[0].x\n}}', ['list', '0', 'x']],
	['={{ $json.Größe }}', undefined],
	['={{ $json }}', undefined],
	['={{ $json.a.b() }}', undefined],
	['=Dr. {{ $json.a }}', undefined],
	['={{ $json.constructor }}', undefined],
	['={{ $json["__proto__"] }}', undefined],
	['={{ $json["a\\n"] }}', undefined],
])('should parse %j into the path %j', (raw, steps) => {
	expect(parsePlain(raw)).toEqual(steps === undefined ? undefined : { kind: 'path', path: steps });
});
