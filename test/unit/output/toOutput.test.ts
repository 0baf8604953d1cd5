import type { IExecuteFunctions } from 'n8n-workflow';
import type { Outcome } from '../../../nodes/NinjaVideo/jobs/outcome';
import { outcomeFailure, problemFailure } from '../../../nodes/NinjaVideo/output/failure';
import { toItem } from '../../../nodes/NinjaVideo/output/toItem';
import { toOutput, type ItemResult } from '../../../nodes/NinjaVideo/output/toOutput';
import { aJob, anError } from '../../support/builders';

const context = {
	getMode: () => 'trigger',
	getInputData: () => [{ json: { row: 1 } }, { json: { row: 2 } }, { json: { row: 3 } }],
	customData: { set: () => undefined },
	getNode: () => ({ type: 'ninjaVideo' }),
} as unknown as IExecuteFunctions;

const completed = (job: Partial<Parameters<typeof aJob>[0]>): Outcome => ({
	kind: 'completed',
	job: aJob(job),
	videoUrl: 'https://cdn.example.com/a.mp4',
});

const asItem = (outcome: Outcome, index: number): ItemResult => ({
	failed: false,
	outcome,
	item: toItem(outcome, undefined, index),
});

function output(outcomes: readonly Outcome[], changes = {}) {
	const results = outcomes.map((outcome, index) =>
		outcome.kind === 'failed'
			? { failed: true as const, outcome, failure: outcomeFailure(outcome, undefined) }
			: asItem(outcome, index),
	);
	const [items = []] = toOutput(context, results, {
		continues: true,
		keepsInput: false,
		signal: new AbortController().signal,
		orderingSinceMs: 100,
		...changes,
	});
	return items.map(({ json }) => json);
}

describe('the items of a run', () => {
	it('all tell the newest balance', () => {
		const outcomes = [3900, 3600, 3300].map((balanceCents) =>
			completed({ balanceCents, startedAtMs: 100 }),
		);
		expect(output(outcomes).map(({ balance_usd }) => balance_usd)).toEqual([33, 33, 33]);
	});

	it('tell no balance that a refund, or an earlier run, has made stale', () => {
		const failed: Outcome = { kind: 'failed', job: aJob({ startedAtMs: 100 }), reason: 'x' };
		const fresh = completed({ balanceCents: 3900, startedAtMs: 100 });
		for (const json of output([fresh, failed])) expect(json).not.toHaveProperty('balance_usd');
		const [old] = output([completed({ balanceCents: 3900, startedAtMs: 99 })]);
		expect(old).not.toHaveProperty('balance_usd');
	});

	it('say which of their videos was ordered before', () => {
		const items = output([completed({ startedAtMs: 99 }), completed({ startedAtMs: 100 })]);
		expect(items.map(({ ordered_before }) => ordered_before)).toEqual([true, undefined]);
	});

	it('have the fields of their input only where that was asked for', () => {
		const outcomes = [completed({ startedAtMs: 100 })];
		expect(output(outcomes)[0]).not.toHaveProperty('row');
		expect(output(outcomes, { keepsInput: true })[0]).toMatchObject({ row: 1 });
	});

	it('have the fields of their input also where they were refused, with the reason', () => {
		const refused: ItemResult = {
			failed: true,
			failure: problemFailure([
				{ field: 'Prompt', value: '', reason: 'is empty', allowed: 'Say what it shows.' },
			]),
		};
		const input = [{ json: { row: 1, error: 'of the input', request_id: 'of-another-video' } }];
		const rows = { ...context, getInputData: () => input } as unknown as IExecuteFunctions;
		const [items = []] = toOutput(rows, [refused], {
			continues: true,
			keepsInput: true,
			signal: new AbortController().signal,
		});
		expect(items[0]?.json).toMatchObject({ row: 1, error: 'Prompt is empty' });
		expect(items[0]?.json).not.toHaveProperty('request_id');
	});
});

describe('the error that ends a run', () => {
	const failed = (outcome: Outcome): ItemResult => ({
		failed: true,
		outcome,
		failure: outcomeFailure(outcome, undefined),
	});

	it('names every id by which the other videos may be found', () => {
		const waiting: Outcome = {
			kind: 'not-looked-at',
			job: aJob({ requestId: 'id-1', otherIds: ['id-2'] }),
		};
		const unknown: Outcome = {
			kind: 'unknown',
			idempotencyKey: 'key',
			mayBeSentAgain: false,
			error: anError('service-fault', { possibleRequestIds: ['id-3', 'id-4'] }),
		};
		const first: Outcome = { kind: 'failed', job: aJob({ requestId: 'id-0' }), reason: 'x' };
		const run = () =>
			toOutput(context, [first, waiting, unknown].map(failed), {
				continues: false,
				keepsInput: false,
				signal: new AbortController().signal,
			});
		expect(run).toThrow(
			expect.objectContaining({
				description: expect.stringMatching(/id-1 or id-2 .*id-3 or id-4/s) as string,
			}),
		);
	});
});

it('an item whose video was not looked at names every id of its order', () => {
	const job = aJob({ requestId: 'id-1', otherIds: ['id-2'] });
	expect(toItem({ kind: 'not-looked-at', job }, undefined, 0).json.possible_request_ids).toEqual([
		'id-1',
		'id-2',
	]);
});
