import type { IExecuteFunctions } from 'n8n-workflow';
import { addHint, type HintType } from '../../addHint';

/**
 * The kinds of hints, each of which is shown as one:
 *
 * - `missed`: what did not arrive
 * - `doubts`: what may be wrong
 * - `status`: what happened, and what to do next
 * - `mapping`: what became of the columns
 */
const TYPES = { missed: 'warning', doubts: 'warning', status: 'info', mapping: 'info' } as const satisfies Readonly<
	Record<string, HintType>
>;

/** The kinds, the most important first. */
const IMPORTANCE = ['missed', 'doubts', 'status', 'mapping'] as const;

/** The kind of a hint. */
export type HintKind = keyof typeof TYPES;

/** The sentences for the user, by the kind of their hint. */
export type Hints = Readonly<Partial<Record<HintKind, readonly string[]>>>;

/** Puts the name of a file before each sentence about it. */
export const nameFile = (hints: Hints, file: string): Hints =>
	Object.fromEntries(Object.entries(hints).map(([kind, lines]) => [kind, lines.map((line) => `${file}: ${line}`)]));

/** Collects what a run has to say, and says it in at most four hints. */
export class RunHints {
	private readonly lines = new Map<HintKind, string[]>();

	constructor(private readonly isDryRun: boolean) {}

	add(hints: Hints): void {
		for (const [kind, lines = []] of Object.entries(hints) as Array<[HintKind, readonly string[]]>) {
			this.lines.set(kind, [...(this.lines.get(kind) ?? []), ...lines]);
		}
	}

	show(context: IExecuteFunctions): void {
		// What one does a dry run for comes first.
		const kinds = new Set<HintKind>([...(this.isDryRun ? (['status', 'mapping'] as const) : []), ...IMPORTANCE]);
		for (const kind of kinds) {
			const lines = this.lines.get(kind) ?? [];
			if (lines.length > 0) addHint(context, lines, TYPES[kind]);
		}
	}
}
