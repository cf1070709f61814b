import type {
	ICredentialDataDecryptedObject,
	ICredentials,
	ICredentialType,
	IDataObject,
	IHttpRequestOptions,
	INode,
	INodeProperties,
	Workflow,
} from 'n8n-workflow';
import { ICredentialsHelper } from 'n8n-workflow';

/**
 * The credentials of a host without a database. It replaces the helper of n8n itself, which n8n-core lacks: it resolves
 * the expressions of a credential type of generic authentication with n8n's expression engine and puts the values into the
 * request.
 */
export class HostCredentials extends ICredentialsHelper {
	constructor(
		private readonly types: ReadonlyMap<string, ICredentialType>,
		private readonly data: Readonly<Record<string, ICredentialDataDecryptedObject>>,
	) {
		super();
	}

	private getType(name: string): ICredentialType {
		const type = this.types.get(name);
		if (type === undefined) throw new Error(`There is no credential type ${name}`);
		return type;
	}

	getParentTypes(name: string): string[] {
		return this.getType(name).extends ?? [];
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		request: IHttpRequestOptions,
		workflow?: Workflow,
		node?: INode,
	): Promise<IHttpRequestOptions> {
		const { authenticate } = this.getType(typeName);
		if (typeof authenticate !== 'object' || workflow === undefined || node === undefined) {
			throw new Error(`The credential type ${typeName} has no generic authentication`);
		}
		const { headers = {}, qs = {} } = authenticate.properties;
		const resolve = (values: object): IDataObject =>
			Object.fromEntries(
				Object.entries(values).map(([name, value]) => [
					name,
					workflow.expression.getSimpleParameterValue(node, String(value), 'internal', {
						$credentials: credentials,
					}) as string,
				]),
			);
		return { ...request, headers: { ...request.headers, ...resolve(headers) }, qs: { ...request.qs, ...resolve(qs) } };
	}

	async preAuthentication(): Promise<undefined> {
		return undefined;
	}

	async runPreAuthentication(): Promise<undefined> {
		return undefined;
	}

	async getCredentials(): Promise<ICredentials> {
		throw new Error('This host keeps no encrypted credentials');
	}

	async getDecrypted(
		_additionalData: unknown,
		_details: unknown,
		type: string,
	): Promise<ICredentialDataDecryptedObject> {
		const defaults = Object.fromEntries(
			this.getCredentialsProperties(type).map((property) => [property.name, property.default]),
		);
		const given = this.data[type];
		if (given === undefined) throw new Error(`This host has no credential of the type ${type}`);
		return { ...(defaults as ICredentialDataDecryptedObject), ...given };
	}

	async updateCredentials(): Promise<void> {}

	async updateCredentialsOauthTokenData(): Promise<void> {}

	getCredentialsProperties(type: string): INodeProperties[] {
		return this.getType(type).properties;
	}
}
