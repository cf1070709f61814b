import type { Sending } from '../sending/Sending';
import type { CheckedFile } from './check';
import type { FileOutcome } from './FileOutcome';
import type { ImportLog } from './ImportLog';

/** Everything that the steps of the import of a file share. */
export interface FileRun extends Sending {
	readonly file: CheckedFile;
	readonly log: ImportLog;
	readonly outcome: FileOutcome;
}
