import { parseArgs } from 'node:util';
import pc from 'picocolors';
import { startSimulator } from './server.mts';

const { values } = parseArgs({
	options: {
		port: { type: 'string', default: '4010' },
		'api-key': { type: 'string' },
		'secret-key': { type: 'string' },
	},
});

const { 'api-key': apiKey, 'secret-key': secretKey } = values;
const simulator = await startSimulator({
	port: Number(values.port),
	...(apiKey && secretKey ? { keys: { apiKey, secretKey } } : {}),
}).catch((error: Error) => {
	console.error(pc.red(`The simulator cannot use the port ${values.port}: ${error.message}`));
	process.exit(1);
});
const { baseUrl, keys } = simulator;

console.log(`A stand-in for Gameball's Batch API is running. Put this into a Gameball credential in n8n:

  Base URL    ${pc.cyan(baseUrl)}
  API Key     ${pc.cyan(keys.apiKey)}
  Secret Key  ${pc.cyan(keys.secretKey)}

What it received:  curl ${baseUrl}/simulator/received
A fault on demand: curl -X POST ${baseUrl}/simulator/faults -H 'Content-Type: application/json' -d '{"kind":"status","status":503}'

Stop it with Ctrl+C.`);
