/**
 * Tests in the whole of n8n, as it is installed outside the working tree. They run as ES modules, as their libraries are
 * nothing else.
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
	// Each file of tests has an n8n of its own.
	maxWorkers: 1,
	testTimeout: 300_000,
};
