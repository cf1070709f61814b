import { loadPackage } from '../../engine/nodeTypes.mts';
import { keepResults, readWriteOption } from '../results.mts';
import { findBrokenPromises, FIGURES, soakTable } from './report.mts';
import { soak, type SoakFigures } from './run.mts';

const CUSTOMERS = 100_000;
/** Small, so that there are many requests to inject faults into. */
const BATCH_SIZE = 100;
const SEED = 20_261_123;

const isToWrite = readWriteOption();
const gameball = await loadPackage(process.cwd());
const figures: SoakFigures[] = [];
for (const isRepeatHarmless of [true, false]) {
	console.error(`Sending ${CUSTOMERS} customers, a repeat is ${isRepeatHarmless ? 'harmless' : 'harmful'} …`);
	figures.push(await soak(gameball, { customers: CUSTOMERS, batchSize: BATCH_SIZE, isRepeatHarmless, seed: SEED }));
}
console.log(soakTable(figures));
keepResults(FIGURES, figures, isToWrite);
const broken = figures.flatMap(findBrokenPromises);
for (const promise of broken) console.error(`Broken: ${promise}`);
process.exit(broken.length === 0 ? 0 : 1);
