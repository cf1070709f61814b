import { findBrokenPromises } from '../../dev/measure/soak/report.mts';
import { soak, VARIANTS } from '../../dev/measure/soak/run.mts';
import { loadGameball } from './harness.mts';

describe.each(VARIANTS)('a run of the type $recordType with injected faults, Retry On Fail $retryOnFail', (variant) => {
	test.each([1, 2, 3])('should break no promise (seed %i)', async (seed) => {
		const figures = await soak(await loadGameball(), { ...variant, customers: 4_000, batchSize: 40, seed });
		expect(findBrokenPromises(figures)).toEqual([]);
		// A run without faults would prove nothing.
		expect(Object.values(figures.injectedFaults).every((count) => count > 0)).toBe(true);
		if (variant.recordType === 'balanceAdjustment') expect(figures.errorsThatMayHaveWorked).toBeGreaterThan(0);
	});
});
