import type { IExecuteFunctions } from 'n8n-workflow';
import { runIndexOf } from '../../../nodes/NinjaVideo/n8n/runIndex';

function contextOf(runIndex: number, kept: object, executionId = '12'): IExecuteFunctions {
	return {
		getContext: () => kept,
		getExecutionId: () => executionId,
		getWorkflowDataProxy: () => ({ $runIndex: runIndex }),
	} as unknown as IExecuteFunctions;
}

it('the rounds of a loop are the runs that n8n counts', () => {
	const kept = {};
	expect([0, 1, 2].map((runIndex) => runIndexOf(contextOf(runIndex, kept)))).toEqual([0, 1, 2]);
});

it('a retry that finds nothing in the context counts from 0, whatever n8n counts', () => {
	const kept = {};
	expect([1, 2].map((runIndex) => runIndexOf(contextOf(runIndex, kept)))).toEqual([0, 1]);
});

it('a retry of a later round is that round again', () => {
	const kept = {};
	runIndexOf(contextOf(0, kept));
	const saved = JSON.parse(JSON.stringify(kept)) as object;
	expect(runIndexOf(contextOf(2, saved))).toBe(2);
});

it('the runs are those of n8n where it keeps no context between them', () => {
	const uuid = '0e6d7f0c-5f1e-4b9f-9a0e-3a4f2a1b5c6d';
	expect(runIndexOf(contextOf(2, {}, uuid))).toBe(2);
});
