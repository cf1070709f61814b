/** What is known about a request whose connection failed. */
export interface ConnectionError {
	readonly message: string;
	readonly whatToDo: string;
	/** Set if the connection was never made, so that the server surely did not get the request. */
	readonly isNeverSent?: true;
	/** Set if there is no server at the address. */
	readonly isNothingThere?: true;
	/** Set if the same request would fail again. */
	readonly isPermanent?: true;
}

const LATE = {
	message: 'Gameball did not respond in time',
	whatToDo: "Gameball may be slow. You can raise 'Request Timeout' on the node's 'Settings' tab.",
} satisfies ConnectionError;

/** The errors by Node's codes for them, the most specific first. */
const ERRORS: ReadonlyArray<readonly [codes: RegExp, error: ConnectionError]> = [
	[
		/^ECONNREFUSED$/,
		{
			message: 'The server at the base URL does not accept connections',
			whatToDo: 'Check the base URL in the credential and whether Gameball is online.',
			isNeverSent: true,
			isNothingThere: true,
		},
	],
	[
		/^ENOTFOUND$/,
		{
			message: 'The server name in the base URL does not exist',
			whatToDo: 'Check the base URL in the credential.',
			isNeverSent: true,
			isNothingThere: true,
		},
	],
	[
		/^EAI_/,
		{
			message: 'The server name in the base URL could not be looked up',
			whatToDo: "Check n8n's network connection, then try again later.",
			isNeverSent: true,
		},
	],
	[
		/^E(?:HOST|NET)(?:UNREACH|DOWN)$|^EADDRNOTAVAIL$/,
		{
			message: 'The server at the base URL cannot be reached',
			whatToDo: "Check n8n's network connection, then try again later.",
			isNeverSent: true,
		},
	],
	[
		/^CERT_|^ERR_TLS_CERT|^DEPTH_ZERO_|^SELF_SIGNED_|^UNABLE_TO_|^CRL_|^INVALID_(?:CA|PURPOSE)$|^HOSTNAME_MISMATCH$/,
		{
			message: 'The certificate of the server at the base URL is not valid',
			whatToDo:
				'Nothing was sent. Check the base URL in the credential, and whether a proxy or firewall replaces certificates.',
			isNeverSent: true,
			isPermanent: true,
		},
	],
	[
		// A failed handshake, as with a server that does not speak HTTPS.
		/^EPROTO$|^ERR_SSL_(?:WRONG_VERSION|UNSUPPORTED_PROTOCOL|PACKET_LENGTH|\w*(?:HANDSHAKE|PROTOCOL_VERSION|CERTIFICATE))|^ERR_TLS_HANDSHAKE/,
		{
			message: 'A secure connection to the base URL could not be made',
			whatToDo: 'Nothing was sent. Check the base URL in the credential.',
			isNeverSent: true,
			isPermanent: true,
		},
	],
	[/^(?:ECONNABORTED|ETIMEDOUT)$/, LATE],
];

/** Of any other error, it is not known whether the server got the request. */
const UNKNOWN: ConnectionError = {
	message: 'The connection to Gameball was lost',
	whatToDo: 'Check the network connection between n8n and Gameball.',
};

/** Finds out what is known about a failed connection. @param code Node's code for it; undefined if there is none */
export const findConnectionError = (code = ''): ConnectionError =>
	ERRORS.find(([codes]) => codes.test(code))?.[1] ?? UNKNOWN;
