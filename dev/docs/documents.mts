import { readdirSync } from 'node:fs';

/** Lists the documents, from the root of the project. */
export const listDocuments = (): string[] => [
	'README.md',
	...readdirSync('docs')
		.filter((file) => file.endsWith('.md'))
		.map((file) => `docs/${file}`),
];
