import { ModelTimes } from '../../../nodes/NinjaVideo/pacing/modelTimes';
import { CELL_MS } from '../../../nodes/NinjaVideo/pacing/timeGrid';
import { referenceForecast, type History } from '../../support/timing/referenceTimes';

function learnAll({ typicalMs, finished, running }: History): ModelTimes {
	const times = new ModelTimes(typicalMs);
	for (const ms of running) times.recordRunning(0, ms);
	for (const { fromMs, toMs } of finished) times.learn(fromMs, toMs);
	return times;
}

/** How far two forecasts lie apart: the chance that they place differently. */
function distance(history: History): number {
	const expected = referenceForecast(history);
	const forecast = learnAll(history).forecast();
	return expected.reduce((sum, chance, i) => sum + Math.abs(chance - forecast[i]!), 0) / 2;
}

const around = (ms: number, count: number, step = 1000) =>
	Array.from({ length: count }, (_, i) => ({
		fromMs: ms - 2000 + step * (i % 3),
		toMs: ms + step * (i % 3),
	}));

describe('the forecast of a model is that of the formulas', () => {
	it.each<readonly [string, History]>([
		['before any video', { typicalMs: 60_000, finished: [], running: [] }],
		['of a model that nobody knows', { finished: [], running: [] }],
		['after one video', { typicalMs: 60_000, finished: around(100_000, 1), running: [] }],
		['after two videos', { typicalMs: 60_000, finished: around(100_000, 2), running: [] }],
		['after four videos', { typicalMs: 60_000, finished: around(240_000, 4), running: [] }],
		[
			'after a video without a look before',
			{ typicalMs: 60_000, finished: [{ fromMs: 0, toMs: 20_000 }], running: [] },
		],
		[
			'after videos of two kinds',
			{
				typicalMs: 60_000,
				finished: [...around(40_000, 3), ...around(300_000, 3)],
				running: [],
			},
		],
		[
			'after looks that came at one moment',
			{
				typicalMs: 60_000,
				finished: Array.from({ length: 3 }, () => ({ fromMs: 50_000, toMs: 50_000 })),
				running: [],
			},
		],
		[
			'beside videos that are still being made',
			{
				typicalMs: 60_000,
				finished: around(30_000, 2),
				running: [CELL_MS[150]!, CELL_MS[180]!, CELL_MS[180]!],
			},
		],
		[
			'beside one that is still being made',
			{ typicalMs: 60_000, finished: [], running: [CELL_MS[200]!] },
		],
	])('%s', (_, history) => {
		expect(distance(history)).toBeLessThan(0.002);
	});
});

it('a forecast adds up to one once a few videos are known', () => {
	const times = learnAll({ typicalMs: 60_000, finished: around(90_000, 5), running: [] });
	const sum = times.forecast().reduce((total, chance) => total + chance, 0);
	expect(sum).toBeCloseTo(1, 3);
});

describe('a video that is still being made', () => {
	const forecastWith = (record: (times: ModelTimes) => void) => {
		const times = new ModelTimes(60_000);
		record(times);
		return [...times.forecast()];
	};

	it('counts with its newest look only', () => {
		const twice = forecastWith((times) => {
			times.recordRunning(0, CELL_MS[160]!);
			times.recordRunning(CELL_MS[160]!, CELL_MS[190]!);
			times.recordRunning(0, CELL_MS[190]!);
		});
		const once = forecastWith((times) => {
			times.recordRunning(0, CELL_MS[190]!);
			times.recordRunning(0, CELL_MS[190]!);
		});
		twice.forEach((chance, i) => expect(chance).toBeCloseTo(once[i]!, 9));
	});

	it('counts no more once it has ended', () => {
		const ended = forecastWith((times) => {
			for (let video = 0; video < 3; video += 1) times.recordRunning(0, CELL_MS[190]!);
			for (let video = 0; video < 3; video += 1) times.recordRunning(CELL_MS[190]!, 0);
		});
		const never = forecastWith(() => {});
		ended.forEach((chance, i) => expect(chance).toBeCloseTo(never[i]!, 9));
	});

	it('says nothing in its first second and a half', () => {
		const young = forecastWith((times) => {
			for (let video = 0; video < 3; video += 1) times.recordRunning(0, 1499);
		});
		expect(young).toEqual(forecastWith(() => {}));
		const older = forecastWith((times) => {
			for (let video = 0; video < 3; video += 1) times.recordRunning(0, 1500);
		});
		expect(older).not.toEqual(young);
	});

	it('may take longer than the grid reaches', () => {
		const late = forecastWith((times) => {
			for (let video = 0; video < 3; video += 1) times.recordRunning(0, 50_000_000);
		});
		const after = (ms: number) =>
			late.reduce((sum, chance, i) => sum + (CELL_MS[i]! > ms ? chance : 0), 0);
		expect(after(600_000) / after(0)).toBeGreaterThan(0.9);
		expect(late.every((chance) => Number.isFinite(chance) && chance >= 0)).toBe(true);
	});
});

it('sixty videos are kept, and older ones forgotten', () => {
	const times = learnAll({ typicalMs: 60_000, finished: around(90_000, 61), running: [] });
	expect(times.finished).toBe(60);
	expect(new ModelTimes(undefined).finished).toBe(0);
});
