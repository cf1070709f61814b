import { makeWorkflow, type WorkflowFile } from '../engine/workflows.mts';
import { autoMap, end, FOLDER, GAMEBALL, gameball, note, TRIGGER } from './nodes.mts';

/** The example that imports a customer base from one file, and writes what did not arrive into another. */
export const IMPORT = { file: 'import-customer-base', name: 'Import a customer base from one file', csv: 'customers' };

/** The file with the rows that did not arrive, in the folder of the one that is read. */
export const NOT_ARRIVED = 'not-arrived.csv';

const READ = 'Read the file';
const LINE = 'One line for each row';
const TO_CSV = 'Make a CSV of them';
const WRITE = 'Write the CSV';

/** Makes the workflow of the example. */
export const makeImportWorkflow = (): WorkflowFile =>
	makeWorkflow(
		IMPORT.name,
		[
			{ name: TRIGGER, type: 'n8n-nodes-base.manualTrigger', position: [0, 0] },
			{
				name: READ,
				type: 'n8n-nodes-base.readWriteFile',
				position: [220, 0],
				parameters: { fileSelector: `${FOLDER}/${IMPORT.csv}.csv` },
			},
			gameball(GAMEBALL, [440, 0], {
				...autoMap('customer'),
				source: 'file',
				binaryPropertyName: 'data',
				waitForCompletion: true,
				output: 'summary',
				options: {},
			}),
			end('Jobs', [780, -100]),
			{
				name: LINE,
				type: 'n8n-nodes-base.set',
				position: [780, 100],
				parameters: {
					mode: 'raw',
					jsonOutput: '={{ { row: $json.error.row, reason: $json.message, ...$json.error.columns } }}',
					options: {},
				},
			},
			{
				name: TO_CSV,
				type: 'n8n-nodes-base.convertToFile',
				position: [1_000, 100],
				parameters: { operation: 'csv', binaryPropertyName: 'data', options: {} },
			},
			{
				name: WRITE,
				type: 'n8n-nodes-base.readWriteFile',
				position: [1_220, 100],
				parameters: { operation: 'write', fileName: `${FOLDER}/${NOT_ARRIVED}`, dataPropertyName: 'data', options: {} },
			},
			note(
				'What to change',
				[-20, -380],
				`**What to change**\n\n1. In *${READ}*: the full path of your file, a CSV or JSON Lines. n8n 2 reads and writes only the folder *.n8n-files* in the home folder of its user, in Docker *${FOLDER}*. If somebody else hosts n8n for you, put *Google Drive* (operation *Download*), *FTP* or *HTTP Request* in its place, and delete *${WRITE}*: the CSV is in the output of *${TO_CSV}*.\n2. In *${GAMEBALL}*: your credential. Turn on *Dry Run* first: it checks the whole file, shows the first request and sends nothing.\n3. In *${WRITE}*: where to write the rows that did not arrive. Correct them there, and import that file.`,
				{ width: 560, height: 320 },
			),
			note(
				'If n8n is stopped',
				[580, -340],
				`**If n8n is stopped in the middle**\n\nThe last line about the import in n8n's log says which number to set as *First Row* to go on.`,
				{ width: 400, height: 160 },
			),
		],
		{
			[TRIGGER]: [[READ]],
			[READ]: [[GAMEBALL]],
			[GAMEBALL]: [['Jobs'], [LINE]],
			[LINE]: [[TO_CSV]],
			[TO_CSV]: [[WRITE]],
		},
	);
