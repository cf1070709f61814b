import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers every request like a create request, in a process of its own. */
let jobId = 0;
const server = createServer((request, response) => {
	request.resume();
	request.on('end', () => {
		response.setHeader('Content-Type', 'application/json');
		response.end(JSON.stringify({ jobId: ++jobId }));
	});
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
