import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { check } from './check';
import { getBalance } from './getBalance';
import { getStatus } from './getStatus';
import { orderVideos } from './orderVideos';
import { wait } from './wait';

/** One operation: items in, items out, in input order. */
export type Operation = (context: IExecuteFunctions) => Promise<INodeExecutionData[][]>;

/** Every operation of the node, under the value its form field has. */
export const operations: Readonly<Record<string, Operation>> = {
	check,
	create: async (context) => await orderVideos(context, false),
	createAndWait: async (context) => await orderVideos(context, true),
	getBalance,
	getStatus,
	wait,
};
