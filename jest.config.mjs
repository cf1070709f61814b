/** @type {import('jest').Config} */
export default {
	testEnvironment: 'node',
	testMatch: ['<rootDir>/test/**/*.test.mts'],
	moduleFileExtensions: ['mts', 'ts', 'mjs', 'js', 'json'],
	transform: {
		'\\.(mts|ts)$|@faker-js/.+\\.js$': [
			'@swc/jest',
			{ jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
		],
	},
	// The one library of the tests that is an ES module only.
	transformIgnorePatterns: ['/node_modules/(?!@faker-js/)'],
	// Each worker loads n8n-core, which takes much memory and some seconds.
	maxWorkers: 2,
	testTimeout: 30_000,
};
