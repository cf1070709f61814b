import { Cleanup } from '../../dev/n8n/cleanup.mts';
import { N8nSession } from '../../dev/n8n/session.mts';
import { expectLoadToArrive } from './load.mts';

const cleanup = new Cleanup();
let session: N8nSession;
beforeAll(async () => {
	session = await N8nSession.start(cleanup);
});
afterAll(async () => await cleanup.run());

test.each([false, true])(
	'should deliver each customer of 300 executions in one process (waiting: %s)',
	async (waits) => {
		await expectLoadToArrive(session, 'in one process', waits);
		expect(session.simulator.received().tooMany).toBe(0);
	},
);
