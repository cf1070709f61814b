/**
 * Runs the tests in the whole of n8n, installed outside the working tree. They run as ES modules because their libraries
 * are ES modules only.
 *
 * @type {import('jest').Config}
 */
export default {
	rootDir: '../..',
	verbose: true,
	testMatch: ['<rootDir>/test/n8n/**/*.test.mts'],
	moduleFileExtensions: ['mts', 'ts', 'mjs', 'js', 'json'],
	extensionsToTreatAsEsm: ['.mts', '.ts'],
	transform: { '\\.(mts|ts)$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }] },
	// Each file of tests starts an n8n of its own.
	maxWorkers: 1,
	testTimeout: 300_000,
};
