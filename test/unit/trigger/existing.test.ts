import type { IDataObject } from 'n8n-workflow';
import { encryptSecret } from '../../../nodes/NinjaVideo/api/webhookSecret';
import { checkExists, remove } from '../../../nodes/NinjaVideo/trigger/registration';
import { aService, EVENTS, ids, KEY, known, ours, URL_HERE } from '../../support/webhookService';
import { skippedWaits, skipWaits } from '../../support/waits';

let sleep: jest.SpyInstance;
beforeEach(() => {
	sleep = skipWaits();
});
afterEach(() => jest.restoreAllMocks());

describe('the check for the webhook', () => {
	it("refuses n8n's second engine, which would hand on what nobody asked NinjaChat about", async () => {
		const { context, calls } = aService({ settings: { engineType: 'v2' } });
		await expect(checkExists(context)).rejects.toThrow(/second engine cannot run this trigger/);
		expect(calls).toEqual([]);
	});

	it.each([
		{ label: 'as it was made', endpoint: ours },
		{ label: 'its events in another order', endpoint: { ...ours, events: [...EVENTS].reverse() } },
		{
			label: 'its URL written in another way',
			endpoint: { ...ours, url: URL_HERE.replace('n8n.example', 'N8N.example') },
		},
	])('finds it with $label, and touches nothing', async ({ endpoint }) => {
		const { context, calls, kept } = aService({ endpoints: [endpoint], kept: { ...known } });
		await expect(checkExists(context)).resolves.toBe(true);
		expect(calls).toEqual(['GET /api/v1/webhooks']);
		expect(kept).toEqual(known);
	});

	it.each([
		{ label: 'there is none', endpoints: [], kept: known, left: [] },
		{ label: 'its secret is lost', endpoints: [ours], kept: {}, left: [] },
		{
			label: 'its secret alone is lost',
			endpoints: [ours],
			kept: { ...known, encryptedSecret: undefined },
			left: [],
		},
		{
			label: 'its secret was stored under another API key',
			endpoints: [ours],
			kept: { ...known, encryptedSecret: encryptSecret('whsec_1', `${KEY}2`, 'whk_1') },
			left: [],
		},
		{
			label: 'its secret is in plain text',
			endpoints: [ours],
			kept: { ...known, encryptedSecret: 'whsec_1' },
			left: [],
		},
		{ label: 'its id is another', endpoints: [{ ...ours, id: 'whk_2' }], kept: known, left: [] },
		{
			label: 'n8n has another address now',
			endpoints: [{ ...ours, url: 'https://old.example.com/webhook/1/webhook' }],
			kept: known,
			left: ['whk_1'],
		},
		{
			label: 'other events are chosen',
			endpoints: [{ ...ours, events: ['balance.low'] }],
			kept: known,
			left: [],
		},
		{
			label: 'only others have one',
			endpoints: [{ ...ours, id: 'whk_9', url: 'https://other.example.com/x' }],
			kept: known,
			left: ['whk_9'],
		},
	])('finds none when $label, and leaves nothing at our URL', async ({ endpoints, kept, left }) => {
		const service = aService({ endpoints, kept: { ...kept, seen: { a: 1 } } as IDataObject });
		await expect(checkExists(service.context)).resolves.toBe(false);
		expect(ids(service.endpoints)).toEqual(left);
		expect(service.kept).toEqual({ seen: { a: 1 } });
	});

	it('finds its own and deletes a second one at the same URL', async () => {
		const { context, endpoints } = aService({
			endpoints: [{ ...ours, id: 'whk_0' }, ours],
			kept: { ...known },
		});
		await expect(checkExists(context)).resolves.toBe(true);
		expect(ids(endpoints)).toEqual(['whk_1']);
	});

	it('forgets nothing when the service cannot be asked', async () => {
		const { context, kept } = aService({
			endpoints: [ours],
			kept: { ...known },
			spoiled: { GET: { status: 503, body: {} } },
		});
		await expect(checkExists(context)).rejects.toThrow(/status 503.*publish the workflow again/s);
		expect(kept).toEqual(known);
	});
});

describe('a call that does no harm twice', () => {
	const busy = (retryAfter?: string) => ({
		status: 429,
		body: {},
		headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
	});

	it.each([
		{
			label: 'a second and two later',
			faults: [{ status: 503, body: {} }, busy()],
			waits: [1000, 2000],
		},
		{ label: 'when the service says so', faults: [busy('7')], waits: [7000] },
		{ label: 'after ten seconds at most', faults: [busy('60')], waits: [10_000] },
	])('is made again $label', async ({ faults, waits }) => {
		const { context } = aService({
			endpoints: [ours],
			kept: { ...known },
			spoiled: { GET: [...faults], DELETE: [...faults] },
		});
		await expect(checkExists(context)).resolves.toBe(true);
		expect(skippedWaits(sleep)).toEqual(waits);
		await expect(remove(context)).resolves.toBe(true);
	});

	it('is made three times, not more', async () => {
		const { context, calls } = aService({ spoiled: { GET: { status: 503, body: {} } } });
		await expect(checkExists(context)).rejects.toThrow(/503/);
		expect(calls).toHaveLength(3);
	});

	it('is not made again when it would be refused again', async () => {
		const { context, calls } = aService({ spoiled: { GET: { status: 401, body: {} } } });
		await expect(checkExists(context)).rejects.toThrow(/rejected/);
		expect(calls).toHaveLength(1);
	});
});
