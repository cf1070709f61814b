import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** What goes wrong with a request. */
export type Fault = {
	/** Which requests it befalls; all of the Batch API if absent. */
	readonly method?: string;
	/** How many of them; 1 if absent. */
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

/** The faults that were asked for and are still to come, in that order; after them those that a function chooses. */
export class Faults {
	private readonly pending: Array<{ readonly fault: Fault; left: number }> = [];
	/** What is to happen to the answers of requests whose work is done. */
	private readonly afterWork = new WeakMap<FastifyRequest, 'loseAnswer' | 'hang'>();
	private readonly end = new AbortController();
	private readonly ended = once(this.end.signal, 'abort');

	constructor(private readonly chooseFault: ChooseFault) {}

	add(fault: Fault): void {
		this.pending.push({ fault, left: fault.times ?? 1 });
	}

	private take(method: string): Fault | undefined {
		const index = this.pending.findIndex(({ fault }) => fault.method === undefined || fault.method === method);
		const found = this.pending[index];
		if (found === undefined) return this.chooseFault(method);
		found.left--;
		if (found.left === 0) this.pending.splice(index, 1);
		return found.fault;
	}

	/** Lets the next fault happen to a request that arrives; afterwards the reply may be sent. */
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
				await setTimeout(fault.ms, undefined, { signal: this.end.signal });
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

	/** Closes the connection instead of answering, or does nothing until the end, if that is the request's fault. */
	async beforeAnswer(request: FastifyRequest, reply: FastifyReply): Promise<void> {
		const fault = this.afterWork.get(request);
		if (fault === 'loseAnswer') drop(request, reply);
		if (fault === 'hang') await this.ended;
	}
}

/** Closes the connection of a request without an answer. */
function drop(request: FastifyRequest, reply: FastifyReply): void {
	reply.hijack();
	request.raw.socket.destroy();
}
