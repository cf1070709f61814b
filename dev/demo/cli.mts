import { demo } from './demo.mts';

process.exitCode = await demo(process.argv.slice(2), process.stdout, process.stderr);
