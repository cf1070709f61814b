import { createServer, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';

/** What the server has received since it was last asked. */
export interface ReceivedRecords {
	readonly records: number;
	/** The number of different customers. */
	readonly customers: number;
}

/** The most customers, of which the IDs are c0, c1 and so on. */
const MOST_CUSTOMERS = 5_000_000;

let jobs = 0;
let records = 0;
/** 1 for each customer that was received. */
const customers = new Uint8Array(MOST_CUSTOMERS);

/** Takes a batch and counts its records. */
async function take(request: IncomingMessage): Promise<object> {
	const { body } = JSON.parse(String(await buffer(request))) as { body: Array<{ customerId: string }> };
	records += body.length;
	for (const { customerId } of body) customers[Number(customerId.slice(1))] = 1;
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
	const received: ReceivedRecords = { records, customers: customers.reduce((sum, mark) => sum + mark, 0) };
	process.send?.(received);
	records = 0;
	customers.fill(0);
});
process.on('disconnect', () => process.exit());
