import { fetchBalance, readBalance } from '../../../nodes/NinjaVideo/api/balance';
import type { HttpRequest, HttpResult } from '../../../nodes/NinjaVideo/api/http';
import { dearestLiveCents, liveCents } from '../../../nodes/NinjaVideo/api/models';
import { listModels } from '../../../nodes/NinjaVideo/api/discovery';
import type { ApiConnection, OriginCache } from '../../../nodes/NinjaVideo/api/transport';
import { answer } from './scriptedCall';

function setUp(...answers: readonly HttpResult[]) {
	const seen: HttpRequest[] = [];
	const cache: OriginCache = {};
	let nowMs = 1_000_000;
	const connection: ApiConnection = {
		baseUrl: 'https://ninjachat.ai',
		now: () => nowMs,
		cache,
		async send(http) {
			seen.push(http);
			return await Promise.resolve(answers[seen.length - 1] ?? answer(500, ''));
		},
	};
	const pass = (ms: number) => {
		nowMs += ms;
	};
	return { connection, seen, pass };
}

const aModel = (changes: object = {}) => ({
	id: 'kling-3-pro',
	object: 'model',
	name: 'Kling 3 Pro',
	modality: 'video',
	status: 'ga',
	servable: true,
	pricing: { unit: 'request', perRequestUsd: 4.5 },
	supportedParameters: ['prompt'],
	...changes,
});
/** The answer of a service without a price table. */
const NO_PRICES = answer(404, '');
const listOf = (...data: unknown[]) => answer(200, { object: 'list', data, total: data.length });
const read = async (...data: unknown[]) => await listModels(setUp(listOf(...data)).connection);
const KLING = {
	supportedParameters: ['prompt'],
	id: 'kling-3-pro',
	name: 'Kling 3 Pro',
	status: 'ga',
	servable: true,
	price: { usd: 4.5, perSecond: false },
};

describe("the service's list of models", () => {
	it('has the video models only', async () => {
		const others = ['text', 'image', 'audio'].map((modality) => aModel({ modality }));
		expect(await read(...others, aModel(), null, 'x', { id: 'no modality' })).toEqual([KLING]);
	});

	it.each([
		{ label: 'in preview', given: { status: 'preview' }, expected: { status: 'preview' } },
		{ label: 'not served', given: { servable: false }, expected: { servable: false } },
		{
			label: 'retired, whatever else is said',
			given: { status: 'retired' },
			expected: { status: 'retired', servable: false },
		},
		{ label: 'without a status', given: { status: undefined }, expected: { status: '' } },
		{ label: 'without a name', given: { name: null }, expected: { name: 'kling-3-pro' } },
		{ label: 'of which nobody says that it is served', given: { servable: null }, expected: {} },
		{
			label: 'priced by the second',
			given: { pricing: { unit: 'second', perUnitUsd: 0.105 } },
			expected: { price: { usd: 0.105, perSecond: true } },
		},
		{
			label: 'priced by the request, as a unit',
			given: { pricing: { unit: 'request', perUnitUsd: 2 } },
			expected: { price: { usd: 2, perSecond: false } },
		},
		...['Seconds', 'sec', 'per_second', 'video second', 's'].map((unit) => ({
			label: `priced by the second, written ${unit}`,
			given: { pricing: { unit, perUnitUsd: 0.4 } },
			expected: { price: { usd: 0.4, perSecond: true } },
		})),
		...['Video', 'per request', 'generations'].map((unit) => ({
			label: `priced by the video, written ${unit}`,
			given: { pricing: { unit, perUnitUsd: 2 } },
			expected: { price: { usd: 2, perSecond: false } },
		})),
		...['minute', 'per_min'].map((unit) => ({
			label: `priced by the minute, written ${unit}`,
			given: { pricing: { unit, perUnitUsd: 30 } },
			expected: { price: { usd: 0.5, perSecond: true } },
		})),
		...['frame', 'token', '', undefined].map((unit) => ({
			label: `priced by an unknown unit, which counts for every second: ${unit}`,
			given: { pricing: { unit, perUnitUsd: 0.9 } },
			expected: { price: { usd: 0.9, perSecond: true } },
		})),
		{
			label: 'priced by an unknown unit, and by the request',
			given: { pricing: { unit: 'frame', perUnitUsd: 0.9, perRequestUsd: 5 } },
			expected: { price: { usd: 5, perSecond: false } },
		},
		{
			label: 'free by a unit that nobody knows, which is no price',
			given: { pricing: { unit: 'frame', perUnitUsd: 0 } },
			expected: { price: undefined },
		},
	])('shows a model that is $label', async ({ given, expected }) => {
		expect(await read(aModel(given))).toEqual([{ ...KLING, ...expected }]);
	});

	it.each([
		{ label: 'no prices', pricing: undefined },
		{ label: 'a price that is no number', pricing: { unit: 'second', perUnitUsd: 'cheap' } },
		{ label: 'a price below nothing', pricing: { unit: 'request', perRequestUsd: -1 } },
		{ label: 'prices of an odd type', pricing: 'cheap' },
	])('gives no price where there are $label', async ({ pricing }) => {
		const [model] = (await read(aModel({ pricing }))) ?? [];
		expect(model).not.toHaveProperty('price');
	});

	it('is asked for once in five minutes, by many at once too', async () => {
		const { connection, seen, pass } = setUp(listOf(aModel()), NO_PRICES, listOf());
		const lists = await Promise.all([
			listModels(connection),
			listModels(connection),
			listModels(connection),
		]);
		pass(299_999);
		lists.push(await listModels(connection));
		expect(lists).toEqual([[KLING], [KLING], [KLING], [KLING]]);
		expect(seen.map(({ method, url, timeoutMs }) => [method, url, timeoutMs])).toEqual([
			['GET', 'https://ninjachat.ai/api/v1/models', 10_000],
			['GET', 'https://ninjachat.ai/api/v1/pricing', 10_000],
		]);
		pass(1);
		expect(await listModels(connection)).toEqual([]);
	});

	it.each([
		{ label: 'there is none', sent: answer(404, { error: 'not_found' }), keptMs: 300_000 },
		{ label: 'the service has a fault', sent: answer(503, ''), keptMs: 30_000 },
		{ label: 'a page comes in its place', sent: answer(200, '<html>'), keptMs: 3000 },
		{ label: 'it is not a list', sent: answer(200, { data: {} }), keptMs: 300_000 },
		{
			label: 'nothing comes',
			sent: { kind: 'no-answer', detail: 'ETIMEDOUT' } as HttpResult,
			keptMs: 30_000,
		},
	])(
		'cannot be had when $label, and is asked for again after a while',
		async ({ sent, keptMs }) => {
			const { connection, seen, pass } = setUp(sent, listOf(aModel()), NO_PRICES);
			expect(await listModels(connection)).toBeUndefined();
			pass(keptMs - 1);
			expect(await listModels(connection)).toBeUndefined();
			expect(seen).toHaveLength(1);
			pass(1);
			expect(await listModels(connection)).toEqual([KLING]);
		},
	);
});

describe('the price of a video by the list', () => {
	it.each([
		{ price: { usd: 4.5, perSecond: false }, seconds: 8, cents: 450 },
		{ price: { usd: 0.1, perSecond: true }, seconds: 8, cents: 80 },
		{ price: { usd: 0.07, perSecond: true }, seconds: 15, cents: 105 },
		{ price: { usd: 0.105, perSecond: true }, seconds: 5, cents: 53 },
		{ price: { usd: 0.1, perSecond: true }, seconds: 3, cents: 30 },
		{ price: { usd: 0, perSecond: true }, seconds: 8, cents: 0 },
		{ price: undefined, seconds: 8, cents: undefined },
	])('$price for $seconds s is $cents cents, rounded up', ({ price, seconds, cents }) => {
		const { id, name, status, servable } = KLING;
		const model = { id, name, status, servable, ...(price === undefined ? {} : { price }) };
		expect(liveCents(model, seconds)).toBe(cents);
	});
});

describe('the dearest price of a video', () => {
	const model = { ...KLING, supportedParameters: [] };
	it.each([
		{ label: 'the list', live: model, cents: 450 },
		{
			label: 'the price table, where it is dearer',
			live: { ...model, ceilingCents: 500 },
			cents: 500,
		},
		{
			label: 'the list by the second, whatever the longest video costs',
			live: { ...model, price: { usd: 0.6, perSecond: true }, ceilingCents: 900 },
			cents: 300,
		},
		{
			label: 'the list without its promotion, which may end',
			live: { ...model, price: { usd: 0.3, listUsd: 0.6, perSecond: true } },
			cents: 300,
		},
	])('is that of $label', ({ live, cents }) => {
		expect(dearestLiveCents(live, 5)).toBe(cents);
	});

	it('is that of the price table where the list says none, and else nobody knows it', () => {
		const { id, name, status, servable } = model;
		const unpriced = { id, name, status, servable };
		expect(dearestLiveCents({ ...unpriced, ceilingCents: 700 }, 5)).toBe(700);
		expect(dearestLiveCents(unpriced, 5)).toBeUndefined();
	});
});

describe('the balance', () => {
	it.each([
		{ json: { object: 'balance', balance_cents: 3905, balance: '$39.05' }, cents: 3905 },
		{ json: { balance_cents: 0 }, cents: 0 },
		{ json: { balance: '$39.05' }, cents: 3905 },
		{ json: { balance_cents: 'many', balance: 1.5 }, cents: 150 },
		{ json: {}, cents: undefined },
		{ json: null, cents: undefined },
		{ json: 'ok', cents: undefined },
	])('in $json is $cents cents', ({ json, cents }) => {
		expect(readBalance(json)).toBe(cents);
	});

	it('is asked for without a charge', async () => {
		const { connection, seen } = setUp(answer(200, { balance_cents: 1 }), answer(200, {}));
		expect(await fetchBalance(connection)).toEqual({ ok: true, value: 1 });
		expect(seen[0]).toMatchObject({ method: 'GET', url: 'https://ninjachat.ai/api/v1/balance' });
		expect(await fetchBalance(connection)).toMatchObject({
			error: { facts: { kind: 'unreadable-answer', charged: 'no' } },
		});
	});
});
