import { parseBaseUrl } from '../../nodes/Gameball/api/baseUrl.ts';
import { Pacing } from '../../nodes/Gameball/api/pacing.ts';
import { Rates } from '../../simulator/rates.mts';

describe('the base URL', () => {
	test.each([
		['https://api.gameball.co', 'https://api.gameball.co'],
		[' https://api.gameball.co/// ', 'https://api.gameball.co'],
		['https://proxy.example.com/gameball/', 'https://proxy.example.com/gameball'],
		['http://localhost:4010/', 'http://localhost:4010'],
		['http://127.0.0.1:4010', 'http://127.0.0.1:4010'],
		['http://[::1]:4010', 'http://[::1]:4010'],
	])('%j', (given, url) => {
		expect(parseBaseUrl(given)).toBe(url);
	});

	test.each([
		['http://api.gameball.co'],
		['http://127.0.0.1.example.com'],
		['http://localhost.example.com'],
		['ftp://localhost'],
		['file:///etc/passwd'],
		['api.gameball.co'],
		['https://'],
		['https://a:b@api.gameball.co'],
		['https://api.gameball.co?x=1'],
		['https://api.gameball.co#x'],
		[''],
		[undefined],
		[7],
	])('%j is refused', (given) => {
		expect(parseBaseUrl(given)).toBeUndefined();
	});
});

describe('pacing', () => {
	/** Books requests at the given moments and returns when they are sent. */
	function schedule(moments: readonly number[]): number[] {
		const pacing = new Pacing();
		return moments.map((now) => now + pacing.book(now));
	}

	test.each([
		['all at once', () => 0],
		['one every 20 ms', (index: number) => index * 20],
		['one every 50 ms', (index: number) => index * 50],
		['in bursts', (index: number) => Math.floor(index / 100) * 3_000],
	])('keeps requests inside the documented rates: %s', (_, moment) => {
		const rates = new Rates();
		const times = schedule(Array.from({ length: 1_500 }, (__, index) => moment(index)));
		expect(times.every((time) => rates.take(time))).toBe(true);
	});

	test('delays nothing that is slow enough', () => {
		const moments = Array.from({ length: 1_000 }, (_, index) => index * 100);
		expect(schedule(moments)).toEqual(moments);
	});
});
