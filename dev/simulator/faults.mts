import { once } from 'node:events';
import timers from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { keepBack } from './keptBack.mts';

/** A fault of a request. */
export type Fault = {
	/** The method of the requests it applies to; any if absent. */
	readonly method?: string;
	/** The number of requests it applies to; 1 if absent. */
	readonly times?: number;
} & (
	| {
			/** Answers with this status instead of doing the work. */
			readonly kind: 'status';
			readonly status: number;
			/** The body, as text; empty if absent. */
			readonly body?: string;
			readonly headers?: Readonly<Record<string, string>>;
	  }
	/** Closes the connection without doing the work. */
	| { readonly kind: 'drop' }
	/** Does the work, but closes the connection instead of answering. */
	| { readonly kind: 'loseAnswer' }
	/** Does the work, but never answers. */
	| { readonly kind: 'hang' }
	/** Does the work after a while, in milliseconds. */
	| { readonly kind: 'delay'; readonly ms: number }
);

/** Chooses the fault of a request by its method, or none. */
export type ChooseFault = (method: string) => Fault | undefined;

/** Applies the faults that were added, in their order, and after them those that a function chooses. */
export class Faults {
	private readonly pending: Array<{ readonly fault: Fault; left: number }> = [];
	/** The faults of the answers to requests whose work is done. */
	private readonly afterWork = new WeakMap<FastifyRequest, 'loseAnswer' | 'hang'>();
	private readonly end = new AbortController();
	private readonly ended = once(this.end.signal, 'abort');

	constructor(private readonly chooseFault: ChooseFault) {}

	add(fault: Fault): void {
		this.pending.push({ fault, left: fault.times ?? 1 });
	}

	/** Forgets the faults that were added. */
	clear(): void {
		this.pending.length = 0;
	}

	private take(method: string): Fault | undefined {
		const index = this.pending.findIndex(({ fault }) => fault.method === undefined || fault.method === method);
		const found = this.pending[index];
		if (found === undefined) return this.chooseFault(method);
		found.left--;
		if (found.left === 0) this.pending.splice(index, 1);
		return found.fault;
	}

	/** Applies the next fault to a request that arrives, which may send the reply. */
	async beforeWork(request: FastifyRequest, reply: FastifyReply): Promise<void> {
		const fault = this.take(request.method);
		switch (fault?.kind) {
			case 'status':
				await reply
					.code(fault.status)
					.headers({ ...fault.headers })
					.send(fault.body ?? '');
				break;
			case 'drop':
				drop(request, reply);
				break;
			case 'delay':
				await keepBack(request.raw, timers.setTimeout(fault.ms, undefined, { signal: this.end.signal }));
				break;
			case 'loseAnswer':
			case 'hang':
				this.afterWork.set(request, fault.kind);
		}
	}

	/** Ends the delays under way. */
	close(): void {
		this.end.abort();
	}

	/** Closes the connection instead of answering, or waits until the end, if that is the fault of the request. */
	async beforeAnswer(request: FastifyRequest, reply: FastifyReply): Promise<void> {
		const fault = this.afterWork.get(request);
		if (fault === 'loseAnswer') drop(request, reply);
		if (fault === 'hang') await keepBack(request.raw, this.ended);
	}
}

/** Closes the connection of a request without an answer. */
function drop(request: FastifyRequest, reply: FastifyReply): void {
	reply.hijack();
	request.raw.socket.destroy();
}
