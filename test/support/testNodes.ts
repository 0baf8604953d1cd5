import type { IDataObject, INodeType } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

/** Hands on its items, or the items it is given as a JSON text. */
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
		return [(JSON.parse(items) as IDataObject[]).map((json) => ({ json }))];
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
