import type { INodeProperties } from 'n8n-workflow';

/** The operations that order a video. */
export const ORDERING = ['create', 'createAndWait'];
/** The operations that are given what a video is made of. */
export const BY_REQUEST = ['check', ...ORDERING];
/** The operations that wait for a video. */
export const WAITING = ['createAndWait', 'wait'];
/** The operations that are given a request id. */
export const BY_REQUEST_ID = ['wait', 'getStatus'];

const operation: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Check',
			value: 'check',
			description: 'Say for every item what a video would cost and what is wrong, without an order',
			action: 'Price and check video without ordering',
		},
		{
			name: 'Create',
			value: 'create',
			description: 'Order a video and return its request ID at once, without waiting',
			action: 'Create video without waiting',
		},
		{
			name: 'Create and Wait',
			value: 'createAndWait',
			description:
				'Order a video and return it when it is ready, usually after one to three minutes',
			action: 'Create and wait for video',
		},
		{
			name: 'Get Balance',
			value: 'getBalance',
			description: 'Look at the credits left in the account. Needs the API v1/videos.',
			action: 'Get balance',
		},
		{
			name: 'Get Status',
			value: 'getStatus',
			description: 'Look once at how a video is doing',
			action: 'Get video status',
		},
		{
			name: 'Wait',
			value: 'wait',
			description: 'Wait for a video that was ordered before',
			action: 'Wait for video',
		},
	],
	default: 'createAndWait',
};

/**
 * The operation twice: people wait for their video by default; an AI agent, whose calls time out, gets the
 * request id at once. Hosts that do not know `@tool` show the first.
 */
export const operationFields: INodeProperties[] = [
	{ ...operation, displayOptions: { hide: { '@tool': [true] } } },
	{ ...operation, default: 'create', displayOptions: { show: { '@tool': [true] } } },
];
