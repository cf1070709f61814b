import { findFlaws } from '../../dev/measure/soak/report.mts';
import { SHORT, soak, VARIANTS } from '../../dev/measure/soak/run.mts';
import { loadGameball } from './harness.mts';

// More of them, and larger ones: npm run soak.
test.each(VARIANTS)(
	'should break no promise in a run of the type $recordType with injected faults, Retry On Fail $retryOnFail',
	async (variant) => {
		expect(findFlaws(await soak(await loadGameball(), { ...variant, ...SHORT, seed: 1 }))).toEqual([]);
	},
);
