import { loadPackage } from '../../engine/nodeTypes.mts';
import { keepResults, readWriteOption } from '../results.mts';
import { findBrokenPromises, FIGURES, soakTable } from './report.mts';
import { soak, VARIANTS, type SoakFigures } from './run.mts';

const CUSTOMERS = 100_000;
/** Small, so that there are many requests to inject faults into. */
const BATCH_SIZE = 100;
const SEED = 20_261_123;

const isToWrite = readWriteOption();
const gameball = await loadPackage(process.cwd());
// The first requests of a process are slow, and virtual time does not wait for them.
await soak(gameball, { recordType: 'customer', retryOnFail: false, customers: 2_000, batchSize: 100, seed: SEED });
const figures: SoakFigures[] = [];
for (const variant of VARIANTS) {
	console.error(`Sending ${CUSTOMERS} records of the type ${variant.recordType} …`);
	figures.push(await soak(gameball, { ...variant, customers: CUSTOMERS, batchSize: BATCH_SIZE, seed: SEED }));
}
console.log(soakTable(figures));
keepResults(FIGURES, figures, isToWrite);
const broken = figures.flatMap(findBrokenPromises);
for (const promise of broken) console.error(`Broken: ${promise}`);
process.exit(broken.length === 0 ? 0 : 1);
