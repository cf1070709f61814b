import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sleep } from 'n8n-workflow';
import { inVirtualTime } from '../../dev/engine/virtualTime.mts';
import { startSimulator } from '../../dev/simulator/server.mts';

/** The timer of the real time. */
const { setTimeout: later } = globalThis;

/** Measures how much virtual time a program takes, in milliseconds, while a timer of a minute waits beside it. */
const measure = async (program: () => Promise<unknown>): Promise<number> =>
	await inVirtualTime(async () => {
		const start = Date.now();
		void sleep(60_000);
		await program();
		return Date.now() - start;
	});

test('should take the time of timers', async () => {
	expect(await measure(async () => await sleep(5_000))).toBe(5_000);
});

test('should take none while a request is under way, however slow it is', async () => {
	const server = createServer((_, response) => void later(() => response.end(), 500)).listen(0, '127.0.0.1');
	await once(server, 'listening');
	try {
		const { port } = server.address() as AddressInfo;
		const took = await measure(async () => {
			const [response] = await once(get({ host: '127.0.0.1', port }), 'response');
			await once(response.resume(), 'end');
		});
		expect(took).toBe(0);
	} finally {
		server.close();
	}
});

test('should take none while files are read', async () => {
	const took = await measure(async () => {
		for (let time = 0; time < 3; time++) await readFile(process.execPath);
	});
	expect(took).toBe(0);
});

describe('a request whose answer the simulator keeps back', () => {
	const ask = async (ms: number, fault: { kind: 'hang' } | { kind: 'delay'; ms: number }) => {
		const simulator = await startSimulator();
		try {
			simulator.addFault(fault);
			return await measure(async () => {
				const request = get(`${simulator.baseUrl}/api/v4/integrations/transactions/count`);
				await Promise.race([sleep(ms), once(request, 'response')]);
				request.destroy();
			});
		} finally {
			await simulator.close();
		}
	};

	test('should take the time until its timeout', async () => {
		expect(await ask(7_000, { kind: 'hang' })).toBe(7_000);
		expect(await ask(7_000, { kind: 'delay', ms: 8_000 })).toBe(7_000);
	});

	test('should take the time until its answer', async () => {
		expect(await ask(7_000, { kind: 'delay', ms: 6_000 })).toBe(6_000);
	});
});

test('should be shared by programs that run at once', async () => {
	const took = await Promise.all([
		measure(async () => await sleep(1_000)),
		measure(async () => await measure(async () => await sleep(2_000))),
	]);
	expect(took).toEqual([1_000, 2_000]);
});

test('should never go back', async () => {
	const end = await inVirtualTime(async () => {
		await sleep(3_600_000);
		return Date.now();
	});
	expect(await inVirtualTime(async () => Date.now())).toBe(end);
});
