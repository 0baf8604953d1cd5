import {
	dearestLiveCents,
	liveCents,
	readModels,
	readPricing,
} from '../../../nodes/NinjaVideo/api/models';
import { words } from '../../support/words';

const read = (pricing: unknown, changes: object = {}) =>
	readModels({ data: [{ id: 'nova', modality: 'video', pricing, ...changes }] })?.[0];
const priceOf = (unit: unknown, perUnitUsd: unknown = 6) => read({ unit, perUnitUsd })?.price;

describe('the unit of a price', () => {
	it.each([
		...words('s sec secs second seconds per_second per_s video_second videos per_video_seconds'),
		...['Per Second', 'SECOND(S)'],
	])('is the second with %s', (unit) => {
		expect(priceOf(unit)).toEqual({ usd: 6, perSecond: true });
	});

	it.each(words('min mins minute minutes per_minute video_minute per_video_min Minutes'))(
		'is the minute with %s',
		(unit) => {
			expect(priceOf(unit)).toEqual({ usd: 0.1, perSecond: true });
			expect(priceOf(unit, 0)).toEqual({ usd: 0, perSecond: true });
		},
	);

	it.each([
		...words('request requests video per_video call calls generation generations clip clips item'),
		...words('items job jobs flat fixed per_request per_call'),
	])('is the video with %s', (unit) => {
		expect(priceOf(unit)).toEqual({ usd: 6, perSecond: false });
		expect(priceOf(unit, 0)).toEqual({ usd: 0, perSecond: false });
	});

	it.each([
		'frame',
		'xsecond',
		'secondx',
		'perper_s',
		'myminute',
		'minutely',
		'subrequest',
		'requestx',
		'',
		null,
		7,
	])('is not known with %j, and counts for every second', (unit) => {
		expect(priceOf(unit)).toEqual({ usd: 6, perSecond: true });
		expect(priceOf(unit, 0)).toBeUndefined();
		expect(read({ unit, perUnitUsd: 6, perRequestUsd: 7 })?.price).toEqual({
			...{ usd: 7, perSecond: false },
		});
	});

	it.each(words('second minute'))('is not that of a price by the request: %s', (unit) => {
		expect(read({ unit, perRequestUsd: 7 })?.price).toEqual({ usd: 7, perSecond: false });
	});
});

describe('the price of a model', () => {
	it.each([
		['$4.50', 4.5],
		['4.5', 4.5],
		[4.5, 4.5],
		[0, 0],
	])('may be written as %j', (perRequestUsd, usd) => {
		expect(read({ unit: 'request', perRequestUsd })?.price).toEqual({ usd, perSecond: false });
	});

	it.each(['cheap', -1, null, {}, true, Infinity])('is not %j', (perRequestUsd) => {
		expect(read({ unit: 'request', perRequestUsd })).not.toHaveProperty('price');
	});

	it('has the price without its promotion, and when that ends', () => {
		expect(
			read({ unit: 's', perUnitUsd: 0.1, listPerUnitUsd: 0.4, promotion: { endsAt: 'May' } })
				?.price,
		).toEqual({ usd: 0.1, perSecond: true, listUsd: 0.4, promotionEnds: 'May' });
		const plain = read({
			unit: 's',
			perUnitUsd: 0.1,
			listPerUnitUsd: null,
			promotion: { endsAt: 7 },
		});
		expect(plain?.price).toEqual({ usd: 0.1, perSecond: true });
	});

	it('of so many seconds is rounded up to a cent, at what it may be at most', () => {
		const bySecond = { ...read({ unit: 's', perUnitUsd: 0.1, listPerUnitUsd: 0.25 })! };
		expect(liveCents(bySecond, 8)).toBe(80);
		expect(dearestLiveCents(bySecond, 8)).toBe(200);
		expect(dearestLiveCents({ ...bySecond, ceilingCents: 900 }, 8)).toBe(200);
		const byVideo = read({ unit: 'video', perUnitUsd: 3.001 })!;
		expect(liveCents(byVideo, 8)).toBe(301);
		expect(dearestLiveCents(byVideo, 8)).toBe(301);
		expect(dearestLiveCents({ ...byVideo, ceilingCents: 900 }, 8)).toBe(900);
		expect(liveCents(read({ unit: 'video', perUnitUsd: 0.29 * 3 })!, 8)).toBe(87);
		const unpriced = read(null)!;
		expect(liveCents(unpriced, 8)).toBeUndefined();
		expect(dearestLiveCents(unpriced, 8)).toBeUndefined();
		expect(dearestLiveCents({ ...unpriced, ceilingCents: 900 }, 8)).toBe(900);
	});
});

describe('an entry of the list', () => {
	it('has only what is said', () => {
		expect(read(undefined, { id: ' nova ' })).toEqual({
			...{ id: 'nova', name: 'nova', status: '', servable: true },
		});
		expect(
			read(undefined, {
				name: 'Nova',
				description: 'new',
				supportedParameters: ['prompt'],
				status: 'ga',
			}),
		).toEqual({
			...{ id: 'nova', name: 'Nova', status: 'ga', servable: true, description: 'new' },
			supportedParameters: ['prompt'],
		});
	});

	it.each([{ servable: false }, { status: 'retired' }, { status: 'retired', servable: true }])(
		'is not served with %j',
		(changes) => {
			expect(read(undefined, changes)?.servable).toBe(false);
		},
	);

	it.each([{ id: ' ' }, { id: 7 }, { modality: 'image' }, { modality: undefined }])(
		'is left out with %j',
		(changes) => {
			expect(read(undefined, changes)).toBeUndefined();
		},
	);

	it.each([undefined, null, [], {}, { data: {} }, { data: null }])('is in no list: %j', (json) => {
		expect(readModels(json)).toBeUndefined();
	});
});

describe('the table of prices', () => {
	it('has the dearest of each model, in cents, rounded up', () => {
		const video = [
			{ id: ' nova ', per_video_cents: 900 },
			{ id: 'half', per_video_cents: 0.5 },
			{ id: 'text', per_video_cents: '$7' },
			{ id: 'none' },
			{ id: '', per_video_cents: 1 },
			{ id: 'bad', per_video_cents: -1 },
			null,
			'x',
		];
		expect([...readPricing({ video })]).toEqual([
			['nova', 900],
			['half', 1],
			['text', 7],
		]);
	});

	it.each([undefined, null, {}, { video: {} }, []])('is empty in %j', (json) => {
		expect(readPricing(json).size).toBe(0);
	});
});
