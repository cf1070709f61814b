const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Parses the base URL of the credential and removes trailing slashes.
 *
 * @returns undefined if the address is neither https nor on this machine (the keys could be read on the way), or if it has
 * a query, a fragment or a password
 * @example parseBaseUrl('https://api.gameball.co/') // 'https://api.gameball.co'
 */
export function parseBaseUrl(text: unknown): string | undefined {
	if (typeof text !== 'string' || !URL.canParse(text.trim())) return undefined;
	const url = new URL(text.trim());
	const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname));
	if (!isSafe || url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '') return undefined;
	return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}
