import type { IExecuteFunctions } from 'n8n-workflow';
import { recordRequestIds } from '../../../nodes/NinjaVideo/n8n/customData';
import { executionLimits } from '../../../nodes/NinjaVideo/n8n/executionLimit';
import { ledgerStoreOf } from '../../../nodes/NinjaVideo/n8n/ledgerStore';
import { readHeaders } from '../../../nodes/NinjaVideo/n8n/http';

const contextOf = (parts: object) => parts as unknown as IExecuteFunctions;
const NOW_MS = 1_000_000;

describe('the end of an execution', () => {
	it.each([
		{ label: 'no limit at all', parts: {}, leftMs: Infinity },
		{ label: 'no settings', parts: { getWorkflowSettings: () => ({}) }, leftMs: Infinity },
		{
			label: 'a workflow that has no limit',
			parts: { getWorkflowSettings: () => ({ executionTimeout: -1 }) },
			leftMs: Infinity,
		},
		{
			label: 'a limit of the workflow',
			parts: { getWorkflowSettings: () => ({ executionTimeout: 60 }) },
			leftMs: 54_000,
			orderMs: 48_000,
		},
		{
			label: 'the moment n8n goes by, which is stronger',
			parts: {
				additionalData: { executionTimeoutTimestamp: NOW_MS + 50_000 },
				getWorkflowSettings: () => ({ executionTimeout: 3600 }),
			},
			leftMs: 45_000,
			orderMs: 40_000,
		},
		{
			label: 'a long limit, of which ten seconds are kept',
			parts: { getWorkflowSettings: () => ({ executionTimeout: 3600 }) },
			leftMs: 3_590_000,
			orderMs: 3_580_000,
		},
		{
			label: 'a short limit, of which three seconds are kept',
			parts: { getWorkflowSettings: () => ({ executionTimeout: 12 }) },
			leftMs: 9000,
			orderMs: 6000,
		},
	])('leaves time for the last answers and for the results: $label', (limit) => {
		const { parts, leftMs, orderMs = leftMs } = limit as typeof limit & { orderMs?: number };
		expect(executionLimits(contextOf(parts), NOW_MS)).toEqual({
			lastOrderMs: NOW_MS + orderMs,
			limitMs: NOW_MS + leftMs,
		});
	});
});

describe('request ids in the custom data of an execution', () => {
	function record(count: number, length = 20) {
		const entries = new Map<string, string>();
		const ids = Array.from({ length: count }, (_, index) => `${index}-`.padEnd(length, 'x'));
		const context = {
			customData: { set: (key: string, value: string) => entries.set(key, value) },
		};
		recordRequestIds(contextOf(context), ids);
		return { entries, ids, found: [...entries.values()].join(' ').split(' ') };
	}

	it.each([1, 2, 5])('have an entry each when they are %i', (count) => {
		const { entries, ids } = record(count);
		expect([...entries.values()]).toEqual(ids);
		expect([...entries.keys()][0]).toBe('ninja_video_request_id');
	});

	it.each([6, 7, 23, 100])('share at most five entries when they are %i', (count) => {
		const { entries, ids, found } = record(count);
		expect(entries.size).toBeLessThanOrEqual(5);
		expect(found).toEqual(ids);
	});

	it('never pass the length n8n keeps', () => {
		const { entries } = record(1000, 60);
		for (const [key, value] of entries) {
			expect(value.length).toBeLessThanOrEqual(512);
			expect(key).toMatch(/^[A-Za-z0-9_]{1,50}$/);
		}
	});

	it('are left out where there are none, or no custom data', () => {
		expect(record(0).entries.size).toBe(0);
		expect(() => recordRequestIds(contextOf({}), ['a'])).not.toThrow();
	});
});

it('the ledger of a node is the same object in every call of one execution', () => {
	const nodeContext = {};
	const context = contextOf({ getContext: () => nodeContext });
	ledgerStoreOf(context).ledgerKey = { state: 'sending' };
	expect(ledgerStoreOf(context)).toEqual({ ledgerKey: { state: 'sending' } });
	expect(nodeContext).toEqual({ ninjaVideoLedger: { ledgerKey: { state: 'sending' } } });
});

it.each([
	{ label: 'of any case', headers: { 'Retry-After': '5' }, expected: { 'retry-after': '5' } },
	{ label: 'of numbers', headers: { 'Content-Length': 12 }, expected: { 'content-length': '12' } },
	{ label: 'of lists', headers: { via: ['a', 'b'] }, expected: { via: 'a,b' } },
	{ label: 'of nothing', headers: { a: undefined, b: null }, expected: {} },
	{ label: 'that are missing', headers: undefined, expected: {} },
])('headers $label become texts under names in lower case', ({ headers, expected }) => {
	expect(readHeaders(headers)).toEqual(expected);
});
