import dns from 'node:dns';
import { CredentialTestContext } from 'n8n-core';
import { additionalData } from '../../dev/engine/engine.mts';
import { startSimulator, type Simulator } from '../../dev/simulator/server.mts';
import { loadGameball } from './harness.mts';

/** A name that is not local, and resolves to this machine in these tests. */
const NAME = 'gameball.example';

const { lookup } = dns;
beforeEach(() => {
	const resolve = (name: string, ...rest: unknown[]) =>
		Reflect.apply(lookup, dns, [name === NAME ? '127.0.0.1' : name, ...rest]) as void;
	jest.spyOn(dns, 'lookup').mockImplementation(Object.assign(resolve, lookup));
});

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
});
afterEach(async () => await simulator.close());

/** Tests a credential as n8n does: by the function that the node names for it. */
async function testCredential(change: Record<string, string> = {}) {
	const gameball = await loadGameball();
	const type = gameball.nodeTypes.getByNameAndVersion('n8n-nodes-gameball.gameball');
	const testedBy = type.description.credentials?.find(({ name }) => name === 'gameballApi')?.testedBy;
	const run = type.methods?.credentialTest?.[String(testedBy)];
	if (run === undefined) throw new Error('The node does not test its credential');
	const workflow = { name: 'Credential test', nodes: [], connections: {} };
	const context = new CredentialTestContext(additionalData({ workflow, gameball, credentials: {} }));
	const data = { baseUrl: simulator.baseUrl, ...simulator.keys, apiVersion: 'v4', ...change };
	const result = await run.call(context, { id: '1', name: 'Gameball', type: 'gameballApi', data });
	for (const key of [data.apiKey, data.secretKey]) if (key !== '') expect(result.message).not.toContain(key);
	return result;
}

/** Expects the test to fail with words that match. */
const expectFailure = async (message: RegExp, change?: Record<string, string>): Promise<void> =>
	expect(await testCredential(change)).toEqual({ status: 'Error', message: expect.stringMatching(message) });

const NOT_GAMEBALL =
	/^The response from the base URL did not come from Gameball\. The response (is a web page|is empty|has an unexpected format).+ Check the base URL and the API version/;

test('should accept the right keys by one harmless request', async () => {
	expect(await testCredential()).toEqual({ status: 'OK', message: 'Gameball accepts both keys' });
	const { apiKey: apikey, secretKey: secretkey } = simulator.keys;
	expect(simulator.requests).toMatchObject([
		{ method: 'GET', url: '/api/v4/integrations/transactions/count', headers: { apikey, secretkey } },
	]);
});

test('should tolerate slashes after the base URL and follow the version', async () => {
	const { status } = await testCredential({ baseUrl: ` ${simulator.baseUrl}// `, apiVersion: 'v4.1' });
	expect(status).toBe('OK');
	expect(simulator.requests[0]?.url).toBe('/api/v4.1/integrations/transactions/count');
});

describe('keys', () => {
	test.each([['apiKey'], ['secretKey']])('should be refused when the %s is wrong', async (key) => {
		await expectFailure(
			/^Gameball refused the keys\. Gameball says: Unauthorized \(HTTP 401, .+\) Check the API key and the secret/,
			{ [key]: 'wrong-key-of-mine' },
		);
	});

	test('should be refused when the secret key is missing', async () => {
		await expectFailure(/^Gameball requires the secret key\. .+ Check the API key and the secret key/, {
			secretKey: '',
		});
	});
});

describe('an address that the node would refuse', () => {
	test('should be reachable in these tests', async () => {
		for (const host of [NAME, '0.0.0.0']) {
			const { status } = await fetch(`http://${host}:${new URL(simulator.baseUrl).port}/simulator/received`);
			expect(status).toBe(200);
		}
	});

	test.each([
		[`http://${NAME}:PORT`],
		[`HTTP://${NAME.toUpperCase()}:PORT`],
		['http://0.0.0.0:PORT'],
		['http://[::ffff:127.0.0.1]:PORT'],
		['http://user:pass@127.0.0.1:PORT'],
		['http://127.0.0.1:PORT?x=1'],
		['http://127.0.0.1:PORT#x'],
		[`http:\\\\${NAME}:PORT`],
		[`http://127.0.0.1@${NAME}:PORT`],
		['127.0.0.1:PORT'],
		[''],
	])('should be sent nothing when it is %j', async (address) => {
		await expectFailure(/^The base URL in the credential is not a secure web address\. It must start with https:\/\//, {
			baseUrl: address.replace('PORT', new URL(simulator.baseUrl).port),
		});
		expect(simulator.requests).toHaveLength(0);
	});
});

describe('an answer', () => {
	const answer = (status: number, body = '', headers: Record<string, string> = {}) =>
		simulator.addFault({ kind: 'status', status, body, headers });

	test.each([
		[200, '<!DOCTYPE html><html><body>Welcome</body></html>'],
		[200, ''],
		[200, '{}'],
		[200, '[{"count":1}]'],
		[200, 'null'],
		[200, '{"count":"many"}'],
		[200, '{"status":"ok"}'],
		[204, ''],
		[404, '<html><body>Nothing here</body></html>'],
	])('should not pass for one of Gameball when it is %i with %j', async (status, body) => {
		answer(status, body);
		await expectFailure(NOT_GAMEBALL);
	});

	test.each([
		[403, /^Gameball denied access with these keys\. .+HTTP 403.+ your account may require API version v4\.1\.$/],
		[404, /^Gameball does not recognize this address\. .+HTTP 404.+ Check the base URL and the API version/],
		[429, /^Too many requests to Gameball\. /],
		[500, /^Gameball is temporarily unavailable\. .+HTTP 500.+ Wait until Gameball is available again\.$/],
	])('should have words of its own when it is %i', async (status, message) => {
		answer(status);
		await expectFailure(message);
	});

	test('should lead nowhere else when it is a redirect', async () => {
		answer(302, '', { location: `${simulator.baseUrl}/api/v4/integrations/transactions/count?elsewhere` });
		await expectFailure(/^The base URL redirects to another address\. .+ Correct the base URL in the credential\.$/);
		expect(simulator.requests).toHaveLength(1);
	});

	test.each([[200], [401]])('should not show the keys when it is %i and repeats them', async (status) => {
		answer(status, JSON.stringify({ message: Object.values(simulator.keys) }) + Object.values(simulator.keys));
		await expectFailure(/\*\*\*/);
	});
});

describe('a connection', () => {
	test.each([
		[
			'http://127.0.0.1:9',
			/^The server at the base URL does not accept connections\. Check the base URL.+ \(ECONNREFUSED\)$/,
		],
		['https://nowhere.invalid', /^The server name in the base URL (does not exist|could not be looked up)\./],
	])('should have words of its own when it fails at %s', async (baseUrl, message) => {
		await expectFailure(message, { baseUrl });
	});

	test('should have words of its own when it breaks', async () => {
		simulator.addFault({ kind: 'drop' });
		await expectFailure(
			/^The connection to Gameball was lost\. Check the network connection between n8n and Gameball\. \(ECONNRESET\)$/,
		);
	});
});
