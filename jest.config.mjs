/** @type {import('jest').Config} */
export default {
	testEnvironment: 'node',
	testMatch: ['<rootDir>/test/**/*.test.mts'],
	moduleFileExtensions: ['mts', 'ts', 'mjs', 'js', 'json'],
	transform: {
		'\\.(mts|ts)$|(@faker-js|markdown-table)/.+\\.js$': [
			'@swc/jest',
			{ jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
		],
	},
	// The libraries of the tests that are ES modules only.
	transformIgnorePatterns: ['/node_modules/(?!(@faker-js|markdown-table)/)'],
	// Each worker loads n8n-core, which takes much memory and some seconds.
	maxWorkers: 2,
	testTimeout: 30_000,
};
