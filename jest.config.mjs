/** The transformation of TypeScript, and of libraries that are ES modules only. */
export const transform = (...esModules) => {
	const libraries = `(${esModules.join('|')})`;
	return {
		transform: {
			[`\\.(mts|ts)$|/${libraries}/.+\\.js$`]: [
				'@swc/jest',
				{ jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
			],
		},
		transformIgnorePatterns: [`/node_modules/(?!${libraries}/)`],
	};
};

/** @type {import('jest').Config} */
export default {
	testEnvironment: 'node',
	testMatch: ['<rootDir>/test/{unit,engine}/**/*.test.mts'],
	moduleFileExtensions: ['mts', 'ts', 'mjs', 'js', 'json'],
	...transform('@faker-js', 'github-slugger', 'markdown-table', 'p-timeout', 'p-wait-for'),
	// Each worker loads n8n-core, which takes much memory and some seconds.
	maxWorkers: 2,
	testTimeout: 30_000,
	restoreMocks: true,
};
