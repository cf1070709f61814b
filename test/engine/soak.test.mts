import { findBrokenPromises } from '../../dev/measure/soak/report.mts';
import { soak } from '../../dev/measure/soak/run.mts';
import { loadGameball } from './harness.mts';

describe.each([
	['harmless', true],
	['harmful', false],
])('a run with injected faults where a repeat is %s', (_, isRepeatHarmless) => {
	test.each([1, 2, 3])('should break no promise (seed %i)', async (seed) => {
		const figures = await soak(await loadGameball(), { customers: 4_000, batchSize: 40, isRepeatHarmless, seed });
		expect(findBrokenPromises(figures)).toEqual([]);
		// A run without faults would prove nothing.
		expect(Object.values(figures.injectedFaults).every((count) => count > 0)).toBe(true);
		if (!isRepeatHarmless) expect(figures.errorsThatMayHaveWorked).toBeGreaterThan(0);
	});
});
