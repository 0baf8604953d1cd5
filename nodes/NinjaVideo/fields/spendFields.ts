import type { INodeProperties } from 'n8n-workflow';
import { BY_REQUEST } from './operationFields';

const maxSpend: INodeProperties = {
	displayName: 'Maximum Spend per Run (USD)',
	name: 'maxSpendUsd',
	type: 'number',
	typeOptions: { minValue: 0, numberPrecision: 2 },
	default: 50,
	description:
		'A run that would cost more is refused before anything is ordered, and is held if prices rise on the way. 0 allows nothing.',
};

/**
 * The spend cap twice: the copy for an AI agent takes no expression, because an expression is how the editor lets the
 * model decide. Hosts that do not know `@tool` show the first.
 */
export const spendFields: INodeProperties[] = [
	{
		...maxSpend,
		displayOptions: { show: { operation: BY_REQUEST }, hide: { '@tool': [true] } },
	},
	{
		...maxSpend,
		noDataExpression: true,
		default: 5,
		description:
			'All calls of the agent in one execution together may cost no more. You set it, never the AI: it takes no expression. 0 allows nothing.',
		displayOptions: { show: { operation: BY_REQUEST, '@tool': [true] } },
	},
];

/** The switch that takes the cap away. */
export const noSpendLimit: INodeProperties = {
	displayName: 'No Spend Limit',
	name: 'noSpendLimit',
	type: 'boolean',
	noDataExpression: true,
	default: false,
	description: "Whether to order whatever it costs, in place of 'Maximum Spend per Run (USD)'",
};
