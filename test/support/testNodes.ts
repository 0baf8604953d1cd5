import type { IBinaryKeyData, IDataObject, INodeType } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

/** Hands on its items, or the items it is given as a JSON text; `$files` of an item is its files in Base64, by field. */
export const passOn: INodeType = {
	description: {
		displayName: 'Pass On',
		name: 'passOn',
		group: ['transform'],
		version: 1,
		description: 'Hands on its items',
		defaults: {},
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [{ displayName: 'Items', name: 'items', type: 'json', default: '' }],
	},
	async execute() {
		const items = this.getNodeParameter('items', 0, '') as string;
		if (items === '') return [this.getInputData()];
		const made = (JSON.parse(items) as IDataObject[]).map(async ({ $files = {}, ...json }) => {
			const files = Object.entries($files as Record<string, string>).map(async ([field, data]) => [
				field,
				await this.helpers.prepareBinaryData(Buffer.from(data, 'base64'), `${field}.png`),
			]);
			return files.length === 0
				? { json }
				: { json, binary: Object.fromEntries(await Promise.all(files)) as IBinaryKeyData };
		});
		return [await Promise.all(made)];
	},
};

/** Sends its items back into the loop until the rounds are over. */
export const again: INodeType = {
	description: { ...passOn.description, displayName: 'Again', name: 'again' },
	async execute() {
		const rounds = this.getNodeParameter('items', 0, '1') as string;
		const runIndex = this.getWorkflowDataProxy(0).$runIndex as number;
		return [runIndex + 1 < Number(rounds) ? this.getInputData() : []];
	},
};
