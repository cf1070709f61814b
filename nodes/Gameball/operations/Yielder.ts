import { readClock } from '../api/clock';
import { sleep } from 'n8n-workflow';
import { throwIfCanceled } from '../api/cancellation';

/** The longest time in milliseconds that an execution uses n8n's thread without a break. */
const SLICE = 10;

/** The number of things after which a loop looks at the clock: a look takes as long as to check several cells. */
const LOOK_INTERVAL = 8;

/**
 * Lets n8n do other work during long loops: n8n has one thread, and answers no webhook while a node computes. A loop
 * also ends when its execution is canceled.
 */
export class Yielder {
	private start = readClock();
	private latest = Promise.resolve();

	constructor(private readonly signal: AbortSignal | undefined) {}

	/**
	 * Processes things one after the other, once all earlier loops are done: in parallel, each loop would only take
	 * longer.
	 *
	 * @throws ExecutionCanceled if the execution is canceled meanwhile
	 */
	async forEach<Thing>(things: readonly Thing[], work: (thing: Thing, index: number) => void): Promise<void> {
		const loop = this.latest.then(async () => await this.runLoop(things, work));
		this.latest = loop.catch(() => {});
		await loop;
	}

	private async runLoop<Thing>(things: readonly Thing[], work: (thing: Thing, index: number) => void): Promise<void> {
		for (let index = 0; index < things.length; index++) {
			if (index % LOOK_INTERVAL === 0 && readClock() - this.start >= SLICE) await this.yieldToEventLoop();
			work(things[index] as Thing, index);
		}
	}

	/** Makes a list of what `make` returns for each thing, with the same breaks as {@link forEach}. */
	async map<Thing, Result>(things: readonly Thing[], make: (thing: Thing, index: number) => Result): Promise<Result[]> {
		const made: Result[] = [];
		await this.forEach(things, (thing, index) => made.push(make(thing, index)));
		return made;
	}

	/** Collects what `make` returns for each thing in one list, with the same breaks as {@link forEach}. */
	async flatMap<Thing, Result>(
		things: readonly Thing[],
		make: (thing: Thing, index: number) => readonly Result[],
	): Promise<Result[]> {
		const made: Result[] = [];
		await this.forEach(things, (thing, index) => {
			for (const result of make(thing, index)) made.push(result);
		});
		return made;
	}

	private async yieldToEventLoop(): Promise<void> {
		await sleep(0);
		throwIfCanceled(this.signal);
		this.start = readClock();
	}
}
