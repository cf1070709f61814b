/** Where the benchmark writes its results, from the root of the project. */
export const RESULTS = 'bench/results.json';

/** What one variant took at one size. */
export interface Row {
	readonly variant: string;
	readonly title: string;
	readonly rows: number;
	/** Milliseconds. */
	readonly wall: number;
	/** Milliseconds in which the program was at work, not waiting for the server or for its turn. */
	readonly busy: number;
	/** Mebibytes alive at the peak, beyond the items. */
	readonly memory: number;
}

/** The ratios of one size. */
export interface Ratios {
	readonly rows: number;
	readonly aToC: number;
	readonly bToC: number;
	readonly dToB: number;
}

/** A run of the benchmark. */
export interface Results {
	readonly machine: string;
	readonly rows: readonly Row[];
	readonly ratios: readonly Ratios[];
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** The ratios of the times at work, for each size. */
export function ratios(rows: readonly Row[]): Ratios[] {
	const sizes = [...new Set(rows.map((row) => row.rows))];
	return sizes.map((size) => {
		const busy = (letter: string) => rows.find((row) => row.rows === size && row.variant === letter)?.busy ?? NaN;
		return {
			rows: size,
			aToC: round(busy('a') / busy('c')),
			bToC: round(busy('b') / busy('c')),
			dToB: round(busy('d') / busy('b')),
		};
	});
}

const number = (value: number): string => value.toLocaleString('en-US');

/** The results as tables in Markdown, for the terminal and for the README. */
export function benchTable({ machine, rows, ratios: found }: Results): string {
	return [
		`| Variant | Rows | Time (ms) | Time at work (ms) | Rows a second at work | Memory beyond the items (MiB) |`,
		`| --- | ---: | ---: | ---: | ---: | ---: |`,
		...rows.map(
			({ variant, title, rows: size, wall, busy, memory }) =>
				`| (${variant}) ${title} | ${number(size)} | ${number(wall)} | ${number(busy)} | ${number(Math.round((size / busy) * 1_000))} | ${variant === 'd' ? '' : number(memory)} |`,
		),
		'',
		`| Rows | a/c | b/c | d/b |`,
		`| ---: | ---: | ---: | ---: |`,
		...found.map(({ rows: size, aToC, bToC, dToB }) => `| ${number(size)} | ${aToC} | ${bToC} | ${dToB} |`),
		'',
		`Measured on ${machine}.`,
	].join('\n');
}
