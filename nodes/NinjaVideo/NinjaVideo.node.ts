import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { operationFields } from './fields/operationFields';
import { optionFields } from './fields/optionFields';
import { PRICE, toolFields } from './fields/toolFields';
import { videoFields } from './fields/videoFields';
import { searchModels } from './methods/searchModels';
import { testCredential } from './methods/testCredential';
import { operations } from './actions';

/*
 * actions  one file per operation    jobs     orders once, waits together, keeps the ledger
 * fields   the form, as data         pacing   when the next request leaves, and what it is for
 * methods  what the editor asks      catalog  the models, their prices and rules
 * run      what an action shares     api      NinjaChat over HTTP
 * output   items, errors, words      n8n      adapters
 *
 * docs/architecture.md says what each does and does not know.
 */

/** Makes videos with the NinjaChat API. */
export class NinjaVideo implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Ninja Video',
		name: 'ninjaVideo',
		icon: { light: 'file:ninjaVideo.svg', dark: 'file:ninjaVideo.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ ({ check: "Check", create: "Create", createAndWait: "Create and Wait", getBalance: "Get Balance", getStatus: "Get Status", wait: "Wait" })[$parameter["operation"]] }}',
		description: 'Make videos from text and images with the NinjaChat API',
		defaults: { name: 'Ninja Video' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: {
			replacements: {
				description: `Make a video from a text with NinjaChat. A video usually costs ${PRICE}. 'Create' returns a request_id at once; the video takes a few minutes: ask for it with 'Get Status' and that request_id. Never create the same video twice.`,
			},
		},
		builderHint: {
			searchHint: `Makes AI videos from a text or an image; a video usually costs ${PRICE}. Use the operation 'createAndWait' for most workflows: it orders, waits and downloads the MP4 into the binary field 'data'. For schedules, feeds and sheets set 'uniqueKey' to an ID of the item, so that a video is paid for once. 'check' validates and prices items for free.`,
		},
		credentials: [{ name: 'ninjaChatApi', required: true, testedBy: 'testCredential' }],
		properties: [...operationFields, ...toolFields, ...videoFields, ...optionFields],
	};

	methods = {
		listSearch: { searchModels },
		credentialTest: { testCredential },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const operation = operations[this.getNodeParameter('operation', 0, 'createAndWait') as string];
		return operation === undefined ? [[]] : await operation(this);
	}
}
