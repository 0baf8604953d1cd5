import type { IAuthenticateGeneric, Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

/**
 * A NinjaChat API key. The Bearer header also serves n8n's HTTP Request node. The Test button is answered by
 * the node (`testedBy`), because only a function can tell a rejected key from a host that is not NinjaChat.
 */
export class NinjaChatApi implements ICredentialType {
	name = 'ninjaChatApi';

	displayName = 'NinjaChat API';

	icon: Icon = { light: 'file:ninjaChat.svg', dark: 'file:ninjaChat.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-ninja-video/n8n-nodes-ninja-video#key';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			placeholder: 'e.g. nj_sk_...',
			description:
				'Make a key, and buy credits, at <a href="https://ninjachat.ai" target="_blank">ninjachat.ai</a>. It starts with nj_sk_.',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: 'https://ninjachat.ai',
			placeholder: 'e.g. https://ninjachat.ai',
			description: 'Where the API is. The key is sent to this address only, with or without www.',
		},
		{
			displayName: 'API Version',
			name: 'apiVersion',
			type: 'options',
			options: [
				{
					name: 'Automatic',
					value: 'automatic',
					description:
						"By NinjaChat's list: v1/videos for its models and for options that need it, v1/video for all others",
				},
				{
					name: 'v1/video',
					value: 'v1/video',
					description: 'The first version',
				},
				{
					name: 'v1/videos',
					value: 'v1/videos',
					description:
						'The second version: more models and options, orders that are safe to repeat',
				},
			],
			default: 'automatic',
			description: 'Which version of the API takes the orders',
		},
		{
			displayName: 'Maximum Spend per Day (USD)',
			name: 'maxSpendPerDayUsd',
			type: 'string',
			default: '',
			placeholder: 'e.g. 50',
			description:
				'What all workflows with this credential may spend in 24 hours. Empty for no limit; 0 allows nothing. What others spend with the same key counts where NinjaChat tells it.',
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { headers: { Authorization: '=Bearer {{$credentials.apiKey.trim()}}' } },
	};
}
