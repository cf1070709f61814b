import { createHash } from 'node:crypto';
import { GameballApi } from '../../credentials/GameballApi.credentials.ts';
import { Gameball } from '../../nodes/Gameball/Gameball.node.ts';
import { recordTypes } from '../../nodes/Gameball/records/index.ts';

/** Where the digest of what the pictures of the editor show is kept; from the root of the project. */
export const PICTURED = 'docs/images/pictured.json';

/** A digest of all that n8n's editor shows of the node: it changes when the pictures of it have to be taken anew. */
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
