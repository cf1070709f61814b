const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * The base URL of the credential, without trailing slashes.
 *
 * @returns the URL, or undefined if it is none: no http or https address, plain http to another machine (the keys could
 * be read on the way), or an address with a query or keys of its own
 */
export function parseBaseUrl(text: unknown): string | undefined {
	if (typeof text !== 'string' || !URL.canParse(text.trim())) return undefined;
	const url = new URL(text.trim());
	const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname));
	if (!isSafe || url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '') return undefined;
	return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}
