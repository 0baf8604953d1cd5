import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type IHookFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { maxFileSize, outputField } from './fields/optionFields';
import { testCredential } from './methods/testCredential';
import { reportEvent } from './trigger/reportEvent';
import { receive } from './trigger/receive';
import { checkExists, create, remove } from './trigger/registration';

/*
 * registration  the webhook at NinjaChat: there while the workflow is active
 * receive       a delivery comes: believe it or not, answer, start one execution
 * reportEvent   that execution's first step: ask for the job, make the item
 */

/** Starts a workflow when NinjaChat tells of a finished video or a low balance. */
export class NinjaVideoTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Ninja Video Trigger',
		name: 'ninjaVideoTrigger',
		icon: {
			light: 'file:ninjaVideo.svg',
			dark: 'file:ninjaVideo.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle: '={{ [$parameter["events"]].flat().join(", ") }}',
		// The editor's panel shows Ninja Video and its trigger as one entry, under this description.
		description:
			'Make videos with the NinjaChat API, or start a workflow when one is ready or the balance is low',
		defaults: { name: 'Ninja Video Trigger' },
		eventTriggerDescription: 'Waiting for NinjaChat to report a video',
		activationMessage:
			'NinjaChat now reports events to this workflow, at the public URL of your n8n',
		triggerPanel: {
			header: '',
			executionsHelp: {
				inactive:
					'<b>While you build</b>, click the button, then make a video with the same API key: its event appears here when the video is ready. <br /> <br /> <b>To run automatically</b>, <a data-key="activate">publish</a> the workflow (n8n 1: activate it). <br /> <br /> NinjaChat must reach your n8n: WEBHOOK_URL has to be a public https address.',
				active:
					'<b>While you build</b>, click the button, then make a video with the same API key: its event appears here when the video is ready. <br /> <br /> <b>The workflow also runs automatically</b>: those executions are in the <a data-key="executions">executions list</a>. <br /> <br /> NinjaChat must reach your n8n: WEBHOOK_URL has to be a public https address.',
			},
			activationHint:
				'Once you have finished building, publish the workflow (n8n 1: activate it). It then starts by itself, without this button.',
		},
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'ninjaChatApi', required: true, testedBy: 'testCredential' }],
		webhooks: [
			{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'webhook' },
		],
		properties: [
			{
				displayName: 'Events',
				name: 'events',
				type: 'multiOptions',
				required: true,
				default: ['video.completed', 'video.failed'],
				options: [
					{
						name: 'Balance Low',
						value: 'balance.low',
						description: 'The balance fell below 5 or 1 USD',
					},
					{
						name: 'Budget Alert',
						value: 'budget.alert',
						description: '50, 80 or 100% of the spend limit is spent',
					},
					{ name: 'Video Completed', value: 'video.completed' },
					{ name: 'Video Failed', value: 'video.failed' },
				],
				description:
					'What starts the workflow. All videos of the account count, whoever ordered them.',
			},
			{
				displayName: 'Download Video',
				name: 'downloadVideo',
				type: 'boolean',
				default: false,
				description:
					'Whether to put the MP4 file of a finished video into the item. Otherwise it has only the address.',
			},
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: [maxFileSize, outputField],
				displayOptions: { show: { downloadVideo: [true] } },
			},
		],
	};

	methods = { credentialTest: { testCredential } };

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await checkExists(this);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await create(this);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return await remove(this);
			},
		},
	};

	webhook = receive;

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await reportEvent(this);
	}
}
