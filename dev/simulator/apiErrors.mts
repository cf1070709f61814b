/** The documented errors (docs/api.md, "Errors"), by cause. */
const API_ERRORS = {
	unauthorized: { status: 401, code: 1000, type: 'authentication_error', message: 'Unauthorized' },
	secretKeyRequired: { status: 401, code: 1001, type: 'authentication_error', message: 'Secret key is required' },
	missingArguments: { status: 400, code: 3000, type: 'validation_error', message: 'Missing arguments' },
	nullValue: { status: 422, code: 3001, type: 'validation_error', message: 'Null value' },
	invalidValue: { status: 422, code: 3003, type: 'validation_error', message: 'Invalid value' },
	invalidPayload: { status: 400, code: 3016, type: 'validation_error', message: 'Invalid payload' },
	notFound: { status: 404, code: 4004, type: 'not_found_error', message: 'Not found' },
	tooManyRequests: { status: 429, code: 429, type: 'rate_limit_error', message: 'Too many requests' },
	internal: { status: 500, code: 5000, type: 'api_error', message: 'Internal error' },
	unavailable: { status: 503, code: 5003, type: 'api_error', message: 'Service unavailable' },
} as const;

/** An error answer of the API: a status, and a body `{ code, type, message, documentationUrl, requestId }`. */
export class ApiError extends Error {
	constructor(
		readonly kind: keyof typeof API_ERRORS,
		readonly detail?: string,
	) {
		super(detail ?? API_ERRORS[kind].message);
	}

	get status(): number {
		return API_ERRORS[this.kind].status;
	}

	body(requestId: string): Record<string, unknown> {
		const { code, type } = API_ERRORS[this.kind];
		return { code, type, message: this.message, documentationUrl: 'https://developer.gameball.co', requestId };
	}
}

interface ValidationIssue {
	readonly keyword: string;
	readonly instancePath: string;
	readonly message?: string;
}

/** Makes the documented error for a body that violates the schema. */
function makeValidationError(issue: ValidationIssue): ApiError {
	const detail = `${issue.instancePath || 'body'} ${issue.message ?? 'is not valid'}`;
	if (issue.instancePath === '') return new ApiError('missingArguments', detail);
	if (issue.instancePath === '/body') return new ApiError('invalidPayload', detail);
	return new ApiError(issue.keyword === 'required' ? 'nullValue' : 'invalidValue', detail);
}

/** Converts any error of a request to the one that Gameball documents for it. */
export function toApiError(error: unknown): ApiError {
	if (error instanceof ApiError) return error;
	const known = error as { validation?: ValidationIssue[]; statusCode?: number };
	const [issue] = known.validation ?? [];
	if (issue !== undefined) return makeValidationError(issue);
	return new ApiError((known.statusCode ?? 500) < 500 ? 'invalidPayload' : 'internal');
}
