import { loadPackage } from '../../engine/nodeTypes.mts';
import { keepResults, readWriteOption } from '../results.mts';
import { findFlaws, FIGURES, soakTable } from './report.mts';
import { SHORT, soak, VARIANTS, type SoakFigures } from './run.mts';

/** The size of the soaks whose figures are kept: small batches, so that there are many requests to inject faults into. */
const LONG = { customers: 100_000, batchSize: 100 };
const SEED = 20_261_123;
const SHORT_SEEDS = [1, 2, 3, 4, 5];

const isToWrite = readWriteOption();
const gameball = await loadPackage(process.cwd());
const short: SoakFigures[] = [];
const long: SoakFigures[] = [];
for (const variant of VARIANTS) {
	console.error(
		`Sending ${SHORT.customers} records of the type ${variant.recordType} with each of ${SHORT_SEEDS.length} seeds …`,
	);
	for (const seed of SHORT_SEEDS) short.push(await soak(gameball, { ...variant, ...SHORT, seed }));
	console.error(`Sending ${LONG.customers} records of the type ${variant.recordType} …`);
	long.push(await soak(gameball, { ...variant, ...LONG, seed: SEED }));
}
console.log(soakTable(long));
keepResults(FIGURES, long, isToWrite);
const flaws = [...short, ...long].flatMap((figures) =>
	findFlaws(figures).map((flaw) => `${figures.recordType}, seed ${figures.seed}: ${flaw}`),
);
for (const flaw of flaws) console.error(`Broken: ${flaw}`);
process.exit(flaws.length === 0 ? 0 : 1);
