import Table from 'cli-table3';
import pc from 'picocolors';
import type { Received } from '../simulator/server.mts';
import type { Summary } from './run.mts';

/** The most refused rows the report lists. */
const MOST_ROWS = 40;

const STYLE = { head: ['cyan'], border: [], compact: true };

const alignRight = (columns: number): Array<'right'> => Array.from({ length: columns }, () => 'right');

function jobTable({ jobs }: Summary): string {
	const table = new Table({
		head: ['Job', 'Records', 'Arrived', 'Refused', 'Unknown'],
		colAligns: alignRight(5),
		style: STYLE,
	});
	table.push(
		...jobs.map(({ jobId, records, arrived, refused, unknown }) => [jobId, records, arrived, refused, unknown]),
	);
	return table.toString();
}

function refusedTable({ refused }: Summary): string {
	const table = new Table({ head: ['Line', 'Customer ID', 'Status', 'Reason'], style: STYLE });
	table.push(
		...refused.slice(0, MOST_ROWS).map(({ line, customerId, status, reason }) => [line, customerId, status, reason]),
	);
	const more = refused.length - MOST_ROWS;
	return more > 0 ? `${table.toString()}\n… and ${more} more` : table.toString();
}

/** Compares the summary with the simulator's own count; returns true if they agree. */
export function agrees({ jobs, refused }: Summary, received: Received): boolean {
	const sent = jobs.reduce((sum, { records }) => sum + records, 0);
	const invalid = refused.filter(({ status }) => status === 'invalid').length;
	const failed = refused.length - invalid;
	return jobs.length === received.jobs && sent === received.records && received.refused === failed;
}

/** Formats the report of a run for a terminal. */
export function report(summary: Summary, received: Received, seconds: number): string {
	const { rows, jobs, refused } = summary;
	const arrived = jobs.reduce((sum, job) => sum + job.arrived, 0);
	const verdict = agrees(summary, received)
		? pc.green('The simulator says the same:')
		: pc.red('The simulator says something else:');
	return [
		pc.bold('\nJobs'),
		jobTable(summary),
		pc.bold('\nRows that did not arrive'),
		refused.length === 0 ? 'None.' : refusedTable(summary),
		`\n${pc.bold(String(arrived))} of ${rows} customers arrived in ${jobs.length} jobs, ${refused.length} did not (${seconds.toFixed(1)} s).`,
		`${verdict} ${received.records} records received in ${received.jobs} jobs, ${received.refused} refused, ${received.customers} customers.`,
	].join('\n');
}
