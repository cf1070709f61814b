declare module '@n8n/scan-community-package/scanner/scanner.mjs' {
	/** The files of a source tree that n8n scans. */
	export const SOURCE_FILE_PATTERNS: string[];
	/** Lints the files of a folder by n8n's rules for community packages. */
	export function analyzePackage(
		directory: string,
		patterns: string[],
	): Promise<{ passed: boolean; message?: string; details?: string }>;
}
