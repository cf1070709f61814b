import { createServer, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';

/** What the server has received since it was last asked. */
export interface ReceivedRecords {
	readonly records: number;
	/** The number of different customers, where the server was started to count them. */
	readonly customers: number;
}

const isCounting = process.argv.includes('customers');
let jobs = 0;
let records = 0;
const customers = new Set<string>();

/** Takes a batch and counts its records. */
async function take(request: IncomingMessage): Promise<object> {
	const { body } = JSON.parse(String(await buffer(request))) as { body: Array<{ customerId: string }> };
	records += body.length;
	if (isCounting) for (const { customerId } of body) customers.add(customerId);
	return { jobId: ++jobs };
}

/** Takes every batch in a process of its own, and keeps nothing else of it. */
const server = createServer((request, response) => {
	void take(request).then((json) => {
		response.setHeader('Content-Type', 'application/json');
		response.end(JSON.stringify(json));
	});
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('message', () => {
	const received: ReceivedRecords = { records, customers: customers.size };
	process.send?.(received);
	records = 0;
	customers.clear();
});
process.on('disconnect', () => process.exit());
