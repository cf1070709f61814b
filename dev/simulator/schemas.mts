import AjvCompiler from '@fastify/ajv-compiler';
import { KINDS } from './account.mts';

const createSchema = (entry: object) => ({
	body: {
		type: 'object',
		required: ['body'],
		properties: { body: { type: 'array', minItems: 1, maxItems: 1000, items: entry } },
	},
});

/** The kinds of records, with the schema of a request to create a job. */
export const JOB_KINDS = KINDS.map((kind) => ({ kind, schema: createSchema(kind.entry) }));

/** Shared by all simulators of a process, so that the schemas are compiled once only: tests start hundreds. */
export const buildValidator = AjvCompiler();
