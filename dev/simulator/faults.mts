import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
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
	/** Does the work, but sends the answer a byte a second. */
	| { readonly kind: 'drip' }
	/** Does the work, but sends only the beginning of the answer. */
	| { readonly kind: 'cut' }
	/** Does the work, but sends an answer of 100 MB. */
	| { readonly kind: 'oversize' }
	/** Does the work after a while, in milliseconds. */
	| { readonly kind: 'delay'; readonly ms: number }
);

/** Chooses the fault of a request by its method, or none. */
export type ChooseFault = (method: string) => Fault | undefined;

/** Applies the faults that were added, in their order, and after them those that a function chooses. */
export class Faults {
	private readonly pending: Array<{ readonly fault: Fault; left: number }> = [];
	/** The faults of the answers to requests whose work is done. */
	private readonly afterWork = new WeakMap<FastifyRequest, keyof typeof AFTER_WORK>();
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
		if (fault === undefined) return;
		switch (fault.kind) {
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
			default:
				this.afterWork.set(request, fault.kind);
		}
	}

	/** Ends the delays under way. */
	close(): void {
		this.end.abort();
	}

	/** Spoils the answer to a request, if that is its fault. */
	async beforeAnswer(request: FastifyRequest, reply: FastifyReply, answer: unknown): Promise<unknown> {
		const kind = this.afterWork.get(request);
		if (kind === undefined) return answer;
		await AFTER_WORK[kind](request, reply, String(answer), this.ended);
		return reply.sent ? undefined : answer;
	}
}

/** Takes over from the framework what is sent to a request. */
function beginAnswer(reply: FastifyReply, headers: Readonly<Record<string, string>> = {}): ServerResponse {
	reply.hijack();
	return reply.raw.writeHead(reply.statusCode, { 'Content-Type': 'application/json', ...headers });
}

/** What to do with the answer to a request whose work is done. */
type SpoilAnswer = (
	request: FastifyRequest,
	reply: FastifyReply,
	answer: string,
	end: Promise<unknown>,
) => Promise<void> | void;

const AFTER_WORK = {
	loseAnswer: (request, reply) => drop(request, reply),
	hang: async ({ raw }, _, __, end) => await keepBack(raw, end),
	async drip({ raw }, reply, answer) {
		const response = beginAnswer(reply);
		const send = async () => {
			for (const byte of answer) {
				await timers.setTimeout(1_000);
				if (response.destroyed) return;
				response.write(byte);
			}
			response.end();
		};
		await keepBack(raw, send());
	},
	cut({ raw }, reply, answer) {
		const response = beginAnswer(reply, { 'Content-Length': String(answer.length) });
		response.write(answer.slice(0, answer.length / 2), () => raw.socket.destroy());
	},
	oversize(_, reply) {
		beginAnswer(reply).end(Buffer.alloc(100_000_000, ' '));
	},
} satisfies Readonly<Record<string, SpoilAnswer>>;

/** Closes the connection of a request without an answer. */
function drop(request: FastifyRequest, reply: FastifyReply): void {
	reply.hijack();
	request.raw.socket.destroy();
}
