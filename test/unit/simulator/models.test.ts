import { createKSimulator, readError, readJson, statusOf } from './virtualSimulator';

interface Listed {
	readonly id: string;
	readonly modality: string;
	readonly status: string;
	readonly servable: boolean;
	readonly pricing: { unit: string; perRequestUsd?: number; perUnitUsd?: number };
}

/** Written out again here, from the vendor's document. */
const IDS = [
	...['nova-reel', 'runway-gen4.5', 'seedance-2', 'seedance-2.0-fast', 'seedance-2-mini'],
	...['seedance-2.0', 'seedance-1.5-pro', 'seedance-lite', 'seedance-pro', 'grok-imagine-video'],
	...['grok-imagine-video-1.5', 'kling-2.5-turbo', 'kling-3-pro', 'wan-2.7', 'wan-2.7-i2v'],
	...['wan-2.7-r2v', 'wan-2.6', 'wan-2.6-i2v', 'wan-2.2-t2v-a14b', 'fast-wan-2.2'],
	...['fast-wan-qad', 'pruna-p-video', 'pixverse-6', 'pixverse-6-i2v', 'cosmos-3-nano'],
	...['cosmos-3-super', 'vidu-q3', 'veo-3.1', 'veo-3.1-fast', 'kling-video', 'google-veo-2'],
	'google-veo-3-fast',
];

function listModels(simulator = createKSimulator()): Listed[] {
	const answer = simulator.call('GET', '/models', undefined, { authorization: '' });
	expect(statusOf(answer)).toBe(200);
	return readJson(answer)['data'] as Listed[];
}

const videos = () => listModels().filter(({ modality }) => modality === 'video');

describe('the list of models', () => {
	it('is there without a key and does not count against a limit', () => {
		const simulator = createKSimulator({ rateLimit: { requests: 1, windowMs: 60_000 } });
		for (let count = 0; count < 5; count++) listModels(simulator);
		expect(statusOf(simulator.order())).toBe(200);
	});

	it('has the video models of the vendor’s document', () => {
		expect(videos().map(({ id }) => id)).toEqual(IDS);
	});

	it('has models that make no videos, and not behind the others', () => {
		const modalities = listModels().map(({ modality }) => modality);
		expect(new Set(modalities)).toEqual(new Set(['text', 'image', 'audio', 'embedding', 'video']));
		expect(modalities[0]).not.toBe('video');
	});

	it('has every status, and one model that is on show but not to be had', () => {
		const statuses = videos().map(({ status }) => status);
		expect(new Set(statuses)).toEqual(new Set(['ga', 'preview', 'deprecated', 'retired']));
		const unservable = videos().filter(({ servable }) => !servable);
		expect(unservable.map(({ status }) => status).sort()).toEqual(['preview', 'retired']);
	});

	it.each([
		['seedance-2', 3],
		['kling-video', 3],
		['google-veo-2', 3],
		['veo-3.1', 5],
		['veo-3.1-fast', 3],
		['google-veo-3-fast', 3],
		['runway-gen4.5', 5],
	])('keeps the price of %s: $%f per video', (id, usd) => {
		const pricing = { unit: 'request', perRequestUsd: usd };
		expect(listModels().find((model) => model.id === id)?.pricing).toEqual(pricing);
	});

	it('shows one model as it is in the list', () => {
		const { call } = createKSimulator();
		const answer = call('GET', '/models/wan-2.7', undefined, { authorization: '' });
		expect(readJson(answer)).toEqual(listModels().find(({ id }) => id === 'wan-2.7'));
	});

	it('has no model under another id', () => {
		const answer = createKSimulator().call('GET', '/models/sora');
		expect([statusOf(answer), readError(answer)['code']]).toEqual([404, 'not_found']);
	});
});

describe('what a video costs', () => {
	it.each(IDS)('is what the list says of %s, per video or per second', (id) => {
		const simulator = createKSimulator();
		const model = listModels(simulator).find((one) => one.id === id);
		const answer = simulator.order({ prompt: 'A cat', model: id, duration: 7 });
		if (model?.servable !== true) {
			expect(simulator.world.charges()).toBe(0);
			return;
		}
		const { unit, perRequestUsd = NaN, perUnitUsd = NaN } = model.pricing;
		const cents = Math.round((unit === 'second' ? perUnitUsd * 7 : perRequestUsd) * 100 + 1e-9);
		expect(simulator.world.chargedCents()).toBe(cents);
		expect(readJson(answer)['cost_usd']).toBe(cents / 100);
	});

	it('is rounded to whole cents: 5 s at $0.105 are 53 cents', () => {
		const { order, world } = createKSimulator();
		order({ prompt: 'A cat', model: 'kling-2.5-turbo', duration: 5 });
		expect(world.chargedCents()).toBe(53);
	});
});

it('the balance is in cents and in dollars', () => {
	const { call, order } = createKSimulator();
	order();
	const answer = call('GET', '/balance');
	expect(readJson(answer)).toEqual({
		object: 'balance',
		balance_cents: 9_700,
		balance: '$97.00',
		currency: 'usd',
		request_id: expect.stringMatching(/^req_/),
	});
	expect(statusOf(call('GET', '/balance', undefined, { authorization: '' }))).toBe(401);
});
