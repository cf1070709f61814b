import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import ts from 'typescript';

const ROOT = join('nodes', 'Gameball');

const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
	.filter((path) => path.endsWith('.ts'))
	.map((path) => join(ROOT, path));

/** Lists the files of the node that a file imports, for types too. */
const listImports = (file: string): string[] =>
	ts
		.preProcessFile(readFileSync(file, 'utf8'))
		.importedFiles.map(({ fileName }) => join(dirname(file), fileName))
		.flatMap((path) => [`${path}.ts`, join(path, 'index.ts')].filter((found) => existsSync(found)));

const graph = new Map(files.map((file) => [file, listImports(file)]));

/** Finds a way along imports that ends where it began. */
function findCircle(imports: ReadonlyMap<string, readonly string[]>): string[] | undefined {
	const done = new Set<string>();
	const visit = (place: string, way: readonly string[]): string[] | undefined => {
		if (way.includes(place)) return [...way.slice(way.indexOf(place)), place];
		if (done.has(place)) return undefined;
		for (const next of imports.get(place) ?? []) {
			const circle = visit(next, [...way, place]);
			if (circle !== undefined) return circle;
		}
		done.add(place);
		return undefined;
	};
	for (const place of imports.keys()) {
		const circle = visit(place, []);
		if (circle !== undefined) return circle;
	}
	return undefined;
}

test('should have no circle of files', () => {
	expect(graph.size).toBeGreaterThan(100);
	expect(findCircle(graph)).toBeUndefined();
});

test.each([ROOT, join(ROOT, 'operations'), join(ROOT, 'operations', 'createBatch'), join(ROOT, 'mapping')])(
	'should have no circle of the folders in %s',
	(parent) => {
		const inside = (file: string) => file.startsWith(parent + sep) && file.slice(parent.length + 1).includes(sep);
		const folderOf = (file: string) => file.slice(parent.length + 1).split(sep)[0] ?? '';
		const folders = new Map<string, string[]>();
		for (const [file, imports] of graph) {
			if (!inside(file)) continue;
			const known = folders.get(folderOf(file)) ?? [];
			const others = imports.filter(inside).map(folderOf);
			folders.set(folderOf(file), [...known, ...others.filter((other) => other !== folderOf(file))]);
		}
		expect(folders.size).toBeGreaterThan(1);
		expect(findCircle(folders)).toBeUndefined();
	},
);

test('should tell items from rows only where rows are read and reported', () => {
	const asks = /\bunit\s*[!=]==|instanceof (?:Item|File)|source\s*[!=]==|\.file\s*[!=]==/;
	const asking = files.filter((file) => asks.test(readFileSync(file, 'utf8')));
	const allowed = ['rows', 'report'].map((folder) => join(ROOT, 'operations', 'createBatch', folder) + sep);
	expect(asking.length).toBeGreaterThan(0);
	expect(asking.filter((file) => !allowed.some((folder) => file.startsWith(folder)))).toEqual([]);
});
