import { RequestQueue } from '../../nodes/Gameball/api/requestQueue.ts';

test('should let requests go on time, and not depend on the time of day, which can be set back', async () => {
	const queue = new RequestQueue();
	for (let request = 0; request < 30; request++) await queue.acquire({}, undefined);
	const now = jest.spyOn(Date, 'now').mockReturnValue(0);
	const start = performance.now();
	await queue.acquire({}, undefined);
	expect(performance.now() - start).toBeLessThan(2_500);
	now.mockRestore();
});
