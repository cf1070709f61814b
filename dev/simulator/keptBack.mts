import type { IncomingMessage } from 'node:http';

/** The ends of a connection. */
interface Ends {
	readonly clientPort: number | undefined;
	readonly serverPort: number | undefined;
}

/** The connections on which an answer is kept back, by their ends. */
const keptBack = new Set<string>();

const nameOf = ({ clientPort, serverPort }: Ends): string => `${clientPort} to ${serverPort}`;

/** Keeps the answer to a request back until something has happened; virtual time does not wait for it meanwhile. */
export async function keepBack({ socket }: IncomingMessage, until: Promise<unknown>): Promise<void> {
	const name = nameOf({ clientPort: socket.remotePort, serverPort: socket.localPort });
	const forget = () => keptBack.delete(name);
	if (!socket.destroyed) keptBack.add(name);
	// Another connection may have the same ends later.
	socket.once('close', forget);
	try {
		await until;
	} finally {
		socket.off('close', forget);
		forget();
	}
}

/** Tells whether a simulator of this process keeps the answer back that a connection waits for. */
export const isKeptBack = (ends: Ends): boolean => keptBack.has(nameOf(ends));
