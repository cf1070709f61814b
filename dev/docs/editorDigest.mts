import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { GameballApi } from '../../credentials/GameballApi.credentials.ts';
import { Gameball } from '../../nodes/Gameball/Gameball.node.ts';
import { recordTypes } from '../../nodes/Gameball/records/index.ts';

/** The file of the digest of what the pictures show, from the root of the project. */
const PICTURED = 'docs/images/pictured.json';

/** Makes a digest of all that the editor shows of the node; when it changes, the pictures are out of date. */
function editorDigest(): string {
	const fields = recordTypes.map((recordType) =>
		recordType.fields.map(({ name, nestedName, label, required, choices, type }) => [
			name,
			nestedName,
			label,
			required,
			choices,
			type,
		]),
	);
	const shown = [new Gameball().description, new GameballApi().properties, fields];
	return createHash('sha256').update(JSON.stringify(shown)).digest('hex');
}

const makeText = (): string => `{ "digest": "${editorDigest()}" }\n`;

/** Returns true if the pictures were taken of the editor as it is now. */
export const isDigestCurrent = (): boolean => readFileSync(PICTURED, 'utf8') === makeText();

/** Keeps the digest of the editor that new pictures show. */
export const writeDigest = (): void => writeFileSync(PICTURED, makeText());
