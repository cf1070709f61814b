import { createServer, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';

/** The requests that created jobs, as they arrived: reading them takes time, so they are read only when a job is asked for. */
const bodies: Buffer[] = [];

/** Answers a request about a job whose records all arrived. */
function makeJob(jobId: number): object {
	const { body: successful } = JSON.parse(String(bodies[jobId - 1])) as { body: object[] };
	const count = successful.length;
	return { status: 'completed', totalCount: count, finishedCount: count, errorCount: 0, response: { successful } };
}

async function answer(request: IncomingMessage): Promise<object> {
	if (request.method === 'GET') return makeJob(Number(request.url?.split('/').at(-1)));
	return { jobId: bodies.push(await buffer(request)) };
}

/** Takes every batch, and answers at once that its job is completed, in a process of its own. */
const server = createServer((request, response) => {
	void answer(request).then((json) => {
		response.setHeader('Content-Type', 'application/json');
		response.end(JSON.stringify(json));
	});
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
