import type { IDataObject } from 'n8n-workflow';
import { startSimulator, type Simulator } from '../../dev/simulator/server.mts';
import { parseSources, SOURCES, type SourceFixture } from '../fixtures/sources/index.mts';
import { toEntry, toFlat } from '../fixtures/sources/entries.mts';
import { runNode } from './harness.mts';

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
});
afterEach(async () => await simulator.close());

const run = async ({ item, recordType }: SourceFixture, payloadFormat: 'flat' | 'nested') =>
	await runNode({
		simulator,
		items: [item],
		timezone: 'UTC',
		parameters: { recordType, requestOptions: { payloadFormat } },
	});

/** Gets the only entry of the only request. */
function getEntry(): IDataObject {
	const [request, ...more] = simulator.requests;
	const [entry = {}, ...others] = (request?.body as { body: IDataObject[] } | undefined)?.body ?? [];
	expect([more, others]).toEqual([[], []]);
	return entry;
}

const MAPPED = SOURCES.filter(({ values }) => values !== undefined);
const REFUSED = SOURCES.filter(({ refused }) => refused !== undefined);
const LEFT_OUT = SOURCES.filter(({ leftOut }) => leftOut !== undefined);
const byName = (fixtures: readonly SourceFixture[]) => fixtures.map((fixture) => [fixture.source, fixture] as const);

test('should know at least 70 sources, each by a name of its own', () => {
	expect(new Set(SOURCES.map(({ source }) => source)).size).toBe(SOURCES.length);
	expect(SOURCES.length).toBeGreaterThanOrEqual(70);
	expect(MAPPED.length + REFUSED.length + LEFT_OUT.length).toBe(SOURCES.length);
});

test('should be named with what is wrong when a file lacks a field or has one that nobody reads', () => {
	const fixture = {
		source: 'Shop: customer',
		origin: 'its reference',
		recordType: 'customer',
		item: {},
		refuse: 'no ID',
	};
	const parse = () => parseSources('shop.json', JSON.stringify([fixture]));
	expect(parse).toThrow("shop.json: 0.neverSent: Required; 0: Unrecognized key(s) in object: 'refuse'");
});

describe.each(byName(MAPPED))('%s', (_, fixture) => {
	test('should arrive with exactly the expected values, flat and nested, and nothing else', async () => {
		const { error } = await run(fixture, 'flat');
		expect(error?.description).toBeUndefined();
		expect(getEntry()).toEqual(toEntry(fixture));
		for (const text of fixture.neverSent) expect(JSON.stringify(simulator.requests[0]?.body)).not.toContain(text);
		if (fixture.recordType !== 'customer') return;
		await simulator.close();
		simulator = await startSimulator();
		expect((await run(fixture, 'nested')).error?.description).toBeUndefined();
		expect(toFlat(getEntry())).toEqual(toEntry(fixture));
	});
});

describe.each(byName(REFUSED))('%s', (_, fixture) => {
	test('should be refused with a message that says why, and nothing sent', async () => {
		const { error } = await run(fixture, 'flat');
		expect(error?.description).toContain(fixture.refused);
		expect(simulator.requests).toEqual([]);
	});
});

describe.each(byName(LEFT_OUT))('%s', (_, fixture) => {
	test('should be left out with a message that says why, and nothing sent', async () => {
		const { error, json } = await run(fixture, 'flat');
		expect(error?.description).toBeUndefined();
		expect(json).toMatchObject([{ status: 'leftOut', message: expect.stringContaining(fixture.leftOut ?? '') }]);
		expect(simulator.requests).toEqual([]);
	});
});
