import fc from 'fast-check';
import { MODELS } from '../../nodes/NinjaVideo/catalog/models';
import { again, always, pauseMs, run, service } from './arbitraries';
import type { ItemScript, Script } from './script';

/** Those that both versions make. */
const COMMON = MODELS.flatMap(({ id }, index) => (id === 'runway-gen4-turbo' ? [] : [index]));

const peacefulItem: fc.Arbitrary<ItemScript> = fc.record({
	prompt: fc.nat(3),
	model: fc.constantFrom(...COMMON),
	hasExtras: fc.constant(false),
});

const peaceful = {
	...always,
	items: fc.array(peacefulItem, { minLength: 1, maxLength: 12, size: '+1' }),
	changes: fc.constant(false),
	moves: fc.constant(false),
	lostWrites: fc.constant([]),
	waits: fc.constant(true),
	timeoutMinutes: fc.constant(60),
	capUsd: fc.constant(0),
	balanceUsd: fc.constant(1000),
	priceFactor: fc.constant(1),
	limitSeconds: fc.constant(0),
	accidents: fc.constant([]),
	faults: fc.constant([]),
};

/** Nothing goes wrong: no faults, no Stop, money and time enough. Everything must be completed. */
export const calmScript: fc.Arbitrary<Script> = fc.record({
	...peaceful,
	runs: service.contract.map((contract) => [
		{ again: 'person' as const, pauseMs: 0, cutOffArrives: false, contract },
	]),
});

const underV2 = { contract: 'K', api: 'v1/videos' } as const;

/** Prices are twice what is expected, and the execution is tried again although its cap is near. */
export const raisedScript: fc.Arbitrary<Script> = fc.record({
	...peaceful,
	capUsd: fc.integer({ min: 6, max: 30 }),
	priceFactor: fc.constant(2),
	runs: fc
		.tuple(service.contract, fc.constantFrom('retry-on-fail' as const, 'person' as const))
		.map(([contract, later]) =>
			([later, later] as const).map((one) => ({
				...{ again: one, pauseMs: 0, cutOffArrives: false, contract },
			})),
		),
});

const onlyByPage = { cutOffArrives: false, contract: 'page', api: 'automatic' } as const;

/** A few videos by a route that replays nothing, after runs whose record is lost: only the journal knows. */
export const unrecordedScript: fc.Arbitrary<Script> = fc.record({
	...peaceful,
	items: fc.array(peacefulItem, { minLength: 1, maxLength: 4 }),
	lostWrites: fc.array(fc.nat(8), { maxLength: 2 }),
	runs: fc
		.tuple(run, pauseMs, fc.constantFrom(['crash-lost'] as const, ['person', 'earlier'] as const))
		.map(([first, pause, later]) => [
			{ ...first, ...onlyByPage },
			...later.map((again) => ({ again, pauseMs: pause, ...onlyByPage })),
		]),
});

/** v1/videos, where a run is stopped at any moment and then run again in peace. */
export const stoppedScript: fc.Arbitrary<Script> = fc.record({
	...peaceful,
	runs: fc
		.tuple(run, fc.record({ again, pauseMs, cutOffArrives: fc.constant(false) }))
		.map((both) => both.map((one) => ({ ...one, ...underV2 }))),
});
