import './environment.mts';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { BinaryDataService } from 'n8n-core';
import type { IBinaryData } from 'n8n-workflow';

/** The engine's own container of services: of this package there can be several versions at once. */
const { Container } = createRequire(resolve(process.env.N8N_CORE_DIR ?? '.', 'node_modules/n8n-core/package.json'))(
	'@n8n/di',
) as { Container: { get<Service>(type: new (...given: never[]) => Service): Service } };

/** The execution to which n8n's store counts the files. */
const EXECUTION = { type: 'execution', workflowId: 'workflow', executionId: 'execution' } as const;

/** Makes the binary data of a file as n8n has it where it keeps binary data in memory. */
export const keepInMemory = (content: Uint8Array, fileName: string): IBinaryData => ({
	data: Buffer.from(content).toString('base64'),
	fileName,
	mimeType: 'text/csv',
});

let service: Promise<BinaryDataService> | undefined;

/** Starts n8n's store of binary data on disk, in the folder of this process. */
async function startService(): Promise<BinaryDataService> {
	const started = Container.get(BinaryDataService);
	await started.init();
	return started;
}

/** Makes the binary data of a file as n8n has it by default: the file is on disk, and is read as a stream. */
export async function keepOnDisk(content: Uint8Array | Readable, fileName: string): Promise<IBinaryData> {
	service ??= startService();
	const data: IBinaryData = { data: '', fileName, mimeType: 'text/csv' };
	return await (await service).store(EXECUTION, content as Buffer | Readable, data);
}

/** Finds the path of a file that n8n keeps on disk. */
export const findPath = async ({ id = '' }: IBinaryData): Promise<string> =>
	(await (service ??= startService())).getPath(id);
