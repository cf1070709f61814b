import type { IDataObject } from 'n8n-workflow';
import { startSimulator, type Simulator } from '../../dev/simulator/server.mts';
import { EXPORTS } from '../fixtures/exports.mts';
import { toFlat } from '../fixtures/sources/entries.mts';
import { runNode } from './harness.mts';

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
});
afterEach(async () => await simulator.close());

describe.each(EXPORTS.map((fixture) => [fixture.product, fixture] as const))('%s', (_, { rows, entries, options }) => {
	test('should be sent with all attributes at one level when the payload is flat', async () => {
		const { error } = await runNode({ simulator, items: rows, parameters: { options: { ...options } } });
		expect(error?.description).toBeUndefined();
		expect(simulator.requests[0]?.body).toEqual({ body: entries });
	});

	test('should be sent with the same attributes when the payload is nested', async () => {
		const parameters = { options: { ...options }, requestOptions: { payloadFormat: 'nested' } };
		const { error } = await runNode({ simulator, items: rows, parameters });
		expect(error?.description).toBeUndefined();
		const { body } = simulator.requests[0]?.body as { body: IDataObject[] };
		expect(body.map(toFlat)).toEqual(entries);
	});
});

describe.each([['Pacific/Auckland'], ['America/Los_Angeles'], ['UTC']])(
	'a birthday in the time zone %s',
	(timezone) => {
		test.each([
			['={{ DateTime.fromISO("1990-12-31T23:30:00", { zone: "Asia/Tokyo" }) }}'],
			['={{ DateTime.fromISO("1990-12-31T00:30:00", { zone: "America/Los_Angeles" }) }}'],
			['={{ DateTime.fromISO("1990-12-31") }}'],
			['={{ new Date("1990-12-31T00:00:00Z") }}'],
			['={{ $json.serial }}'],
			['={{ $json.seconds }}'],
			['={{ $json.text }}'],
			['1990-12-31'],
		])('should stay the same day when given as %s', async (dateOfBirth) => {
			const { error } = await runNode({
				simulator,
				timezone,
				items: [{ serial: 33238, seconds: 662601600, text: '1990-12-31T23:59:59-08:00' }],
				parameters: {
					mapping: 'manual',
					fields: { mappingMode: 'defineBelow', value: { customerId: '1', dateOfBirth } },
				},
			});
			expect(error?.description).toBeUndefined();
			expect(simulator.requests[0]?.body).toEqual({ body: [{ customerId: '1', dateOfBirth: '1990-12-31' }] });
		});
	},
);
