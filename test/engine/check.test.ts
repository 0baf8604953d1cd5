/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads the schema that is published beside the form */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { NinjaVideo } from '../../nodes/NinjaVideo/NinjaVideo.node';
import { deduplication, runWorkflow } from '../support/engine';
import { flowFor, model, startFastSimulator, type Simulation } from '../support/simulation';

let simulation: Simulation;
afterEach(async () => await simulation.close());

const implementation = new NinjaVideo();
const byRow = {
	prompt: '={{ $json.p }}',
	model: { __rl: true, mode: 'id', value: '={{ $json.m }}' },
	duration: '={{ $json.d }}',
};
const run = async (parameters: INodeParameters, items: IDataObject[], id = 'Ninja Video') =>
	await runWorkflow(
		flowFor(
			simulation,
			{ operation: 'check', ...parameters },
			{ items, implementation, node: { id } },
		),
	);
const posts = () => simulation.app.calls.filter(({ method }) => method === 'POST').length;

describe('Check', () => {
	it('prices good rows, names what is wrong with bad ones, and orders nothing', async () => {
		simulation = await startFastSimulator();
		const { error, hints, items } = await run(byRow, [
			{ p: 'A dog', m: 'Veo 3.1', d: '8 seconds' },
			{ p: '#REF!', m: '', d: '' },
			{ p: 'A cat', m: 'gpt-video', d: 8 },
			{ p: 'A cow', m: '', d: '' },
		]);
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => [json.ready, json.model, json.duration, json.cost_usd])).toEqual(
			[
				[true, 'veo-3.1', 8, 5],
				[false, undefined, undefined, undefined],
				[false, undefined, undefined, undefined],
				[true, 'seedance-2', 8, 3],
			],
		);
		expect(items[0]?.json).toMatchObject({ aspect_ratio: '16:9', price_source: 'table' });
		expect(items[2]?.json.problem).toMatch(/^Model 'gpt-video' is not known/);
		expect(items[2]?.json.fix).toMatch(/Allowed: .*veo-3\.1/);
		expect(hints).toEqual([
			'Nothing was ordered. 2 videos would cost $8.00; 2 of 4 items cannot be used',
		]);
		expect(posts()).toBe(0);
	});

	it('takes a dearer price from the list of NinjaChat and says so', async () => {
		const prices = { 'seedance-2': { unit: 'second', mills: 600 } } as const;
		simulation = await startFastSimulator({ contract: 'N', prices });
		const { hints, items } = await run(
			{ model: model('seedance-2'), duration: 15, maxSpendUsd: 8 },
			[{}],
		);
		expect(items[0]?.json).toMatchObject({ cost_usd: 9, price_source: 'list' });
		expect(hints[0]).toContain('would cost $9.00; that is over the maximum of $8.00 per run');
		expect(posts()).toBe(0);
	});

	it.each([
		{ label: 'a shape of 1:1', parameters: { aspectRatio: '1:1' }, api: 'automatic' },
		{ label: 'an option', parameters: { options: { watermark: true } }, api: 'automatic' },
		{ label: 'the API v1/videos', parameters: {}, api: 'v1/videos' },
	])('says that NinjaChat may not have what $label needs', async ({ parameters, api }) => {
		const noteUnder = async (contract: 'page' | 'N') => {
			simulation = await startFastSimulator({ contract });
			const flow = flowFor(simulation, { operation: 'check', ...parameters });
			const credential = { ...flow.credential, apiVersion: api };
			const { items } = await runWorkflow({ ...flow, credential });
			expect(items[0]?.json.ready).toBe(true);
			await simulation.close();
			return items[0]?.json.note;
		};
		expect(await noteUnder('page')).toMatch(/Only the API v1\/videos takes this/);
		expect(await noteUnder('N')).toBeUndefined();
	});

	it('says that the total is over the maximum per day', async () => {
		simulation = await startFastSimulator({ contract: 'N' });
		const flow = flowFor(simulation, { operation: 'create' }, { items: [{}, {}] });
		await runWorkflow(flow);
		const hintUnder = async (maxSpendPerDayUsd: number) => {
			const checking = flowFor(simulation, { operation: 'check' });
			const credential = { ...checking.credential, maxSpendPerDayUsd };
			return (await runWorkflow({ ...checking, credential })).hints[0];
		};
		expect(await hintUnder(9)).toBe('Nothing was ordered. 1 video would cost $3.00');
		expect(await hintUnder(8)).toBe(
			'Nothing was ordered. 1 video would cost $3.00; with $6.00 spent in the last 24 hours, that is over the maximum of $8.00 per day',
		);
		expect(posts()).toBe(2);
	});

	it('says which unique keys are known, and never asks the journal', async () => {
		simulation = await startFastSimulator();
		const keyed = { prompt: '={{ $json.p }}', uniqueKey: '={{ $json.k }}' };
		const id = 'node with keys';
		const ordered = await run({ ...keyed, operation: 'create' }, [{ p: 'A dog', k: 'a' }], id);
		const before = deduplication.calls.length;
		expect(before).toBeGreaterThan(0);
		const { hints, items } = await run(
			keyed,
			[
				{ p: 'A dog', k: 'a' },
				{ p: 'Another dog', k: 'a' },
				{ p: 'A cat', k: 'b' },
				{ p: 'A cat', k: 'b' },
				{ p: 'Another cat', k: 'b' },
			],
			id,
		);
		expect(items.map(({ json }) => [json.ready, json.unique_key, json.cost_usd])).toEqual([
			[true, 'ordered before', 0],
			[false, 'used', undefined],
			[true, 'not known', 3],
			[true, 'shared', 0],
			[false, 'used', undefined],
		]);
		expect(items[0]?.json.request_id).toBe(ordered.items[0]?.json.request_id);
		expect(hints[0]).toContain('1 video would cost $3.00; 2 of 5 items');
		expect(deduplication.calls).toHaveLength(before);
		expect(posts()).toBe(1);
	});

	it('has a schema that names every field of its items', async () => {
		simulation = await startFastSimulator();
		const { items } = await run(byRow, [{ p: 'A dog' }, { p: '' }]);
		const file = join(__dirname, '../../nodes/NinjaVideo/__schema__/v1.0.0/check.json');
		const { properties } = JSON.parse(readFileSync(file, 'utf8')) as { properties: IDataObject };
		const fields = items.flatMap(({ json }) => Object.keys(json));
		expect(fields).toContain('problem');
		expect(fields.filter((name) => !(name in properties))).toEqual([]);
	});
});
