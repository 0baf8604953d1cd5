import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { durationsOf } from '../catalog/models';

/**
 * The lengths of the model that is picked now. Where the model is an expression, the editor may not know its
 * value: then every length the endpoint takes is offered, and each item is checked when it is known.
 */
export async function getDurations(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const model = this.getCurrentNodeParameter('model', { extractValue: true });
	const id = typeof model === 'string' && !model.startsWith('=') ? model.trim() : '';
	return durationsOf(id).map((seconds) => ({ name: `${seconds} Seconds`, value: seconds }));
}
