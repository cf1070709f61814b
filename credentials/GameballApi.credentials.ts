import type { IAuthenticateGeneric, ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

/**
 * The keys of a Gameball account and the address of its API.
 *
 * Batch requests need both keys, sent as the headers `APIKey` and `SecretKey` (docs/api.md, "Hosts, versions and
 * keys"). Test and live data differ only in the API key; the base URL and the secret key are the same for both.
 */
export class GameballApi implements ICredentialType {
	name = 'gameballApi';

	displayName = 'Gameball API';

	icon: Icon = { light: 'file:../icons/gameball.svg', dark: 'file:../icons/gameball.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-gameball/n8n-nodes-gameball#add-your-credential';

	httpRequestNode: NonNullable<ICredentialType['httpRequestNode']> = {
		name: 'Gameball',
		docsUrl: 'https://developer.gameball.co',
		apiBaseUrl: 'https://api.gameball.co/api/v4.0/integrations/',
	};

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			hint: 'In Gameball, go to Settings > Account Integration. Test and live data use different API keys.',
		},
		{
			displayName: 'Secret Key',
			name: 'secretKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			hint: 'In Gameball, next to the API key under Settings > Account Integration. Batch requests need both keys.',
		},
		{
			displayName: 'API Version',
			name: 'apiVersion',
			type: 'options',
			options: [
				{ name: 'v4', value: 'v4' },
				{ name: 'v4.0', value: 'v4.0' },
				{ name: 'v4.1 (Secure Integration)', value: 'v4.1' },
			],
			default: 'v4',
			hint: 'Choose v4.1 only if your account requires it; otherwise keep v4',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.gameball.co',
			hint: 'The same for test and live data. Must start with https://.',
			description: 'Address of the Gameball API. Plain http is allowed for localhost only.',
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			headers: {
				APIKey: '={{$credentials.apiKey}}',
				SecretKey: '={{$credentials.secretKey}}',
			},
		},
	};
}
