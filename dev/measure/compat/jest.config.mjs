import base, { transform } from '../../../jest.config.mjs';

/** Runs the engine tests with another version of n8n's engine, from the folder in `N8N_CORE_DIR`. */
export default {
	...base,
	rootDir: '../../..',
	testMatch: ['<rootDir>/test/engine/**/*.test.mts'],
	// These run today's engine in processes of their own, take long, or test the documents.
	testPathIgnorePatterns: ['/(demo|soak|documents)\\.test\\.'],
	moduleNameMapper: {
		'^n8n-core$': '<rootDir>/dev/measure/compat/n8n-core.cjs',
		'^n8n-workflow$': `${process.env.N8N_CORE_DIR}/node_modules/n8n-workflow`,
	},
	moduleFileExtensions: [...base.moduleFileExtensions, 'cjs'],
	...transform('@faker-js', 'markdown-table', 'p-retry', 'is-network-error', 'p-timeout', 'p-wait-for'),
	// The context of a credential test leaves a timer running in older engines.
	forceExit: true,
};
