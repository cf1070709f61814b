import type { INodeType } from 'n8n-workflow';
import { execute } from '../../dev/engine/engine.mts';
import { describeNode } from '../../dev/engine/nodeTypes.mts';
import { startSimulator, type Simulator } from '../../dev/simulator/server.mts';
import { loadGameball, resultOf } from './harness.mts';

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
});
afterEach(async () => await simulator.close());

/** Runs the credential's test request as n8n does: as the request of a declarative node. */
async function testCredential(credential: Record<string, string>) {
	const gameball = await loadGameball();
	const type = gameball.credentialTypes.get('gameballApi');
	const request = type?.test?.request ?? {};
	const tester: INodeType = {
		description: describeNode('credentialTest', {
			credentials: [{ name: 'gameballApi', required: true }],
			requestDefaults: {},
			properties: [{ displayName: 'Temp', name: 'temp', type: 'string', default: '', routing: { request } }],
		}),
	};
	gameball.add('test.credentialTest', tester);
	const run = await execute({
		workflow: {
			name: 'Credential test',
			nodes: [
				{
					id: 'a',
					name: 'Gameball',
					type: 'test.credentialTest',
					typeVersion: 1,
					position: [0, 0],
					parameters: {},
					credentials: { gameballApi: { id: '1', name: 'Gameball' } },
				},
			],
			connections: {},
		},
		gameball,
		credentials: { gameballApi: { baseUrl: simulator.baseUrl, ...simulator.keys, ...credential } },
	}).result;
	return resultOf(run);
}

test('should accept the right keys by a harmless request', async () => {
	const { error, json } = await testCredential({});
	expect(error).toBeUndefined();
	expect(json).toEqual([{ count: 0 }]);
	expect(simulator.requests).toMatchObject([{ method: 'GET', url: '/api/v4/integrations/transactions/count' }]);
});

test('should tolerate slashes after the base URL and follow the version', async () => {
	const { error } = await testCredential({ baseUrl: `${simulator.baseUrl}//`, apiVersion: 'v4.1' });
	expect(error).toBeUndefined();
	expect(simulator.requests[0]?.url).toBe('/api/v4.1/integrations/transactions/count');
});

test.each([['apiKey'], ['secretKey']])('should fail when the %s is wrong', async (key) => {
	const { error } = await testCredential({ [key]: 'wrong' });
	expect(error?.httpCode).toBe('401');
});

test('should fail when the secret key is missing', async () => {
	const { error } = await testCredential({ secretKey: '' });
	expect(error?.httpCode).toBe('401');
});
