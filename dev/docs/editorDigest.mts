import { createHash } from 'node:crypto';
import { GameballApi } from '../../credentials/GameballApi.credentials.ts';
import { Gameball } from '../../nodes/Gameball/Gameball.node.ts';
import { recordTypes } from '../../nodes/Gameball/records/index.ts';

/** The file of the digest of what the pictures show, from the root of the project. */
export const PICTURED = 'docs/images/pictured.json';

/** Makes a digest of all that the editor shows of the node; when it changes, the pictures are out of date. */
export function editorDigest(): string {
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
