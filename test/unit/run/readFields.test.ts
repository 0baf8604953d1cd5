import type { IExecuteFunctions } from 'n8n-workflow';
import {
	ORDER_PARAMETERS,
	readRequests,
	unreadable,
} from '../../../nodes/NinjaVideo/run/readRequests';
import { answer } from '../api/scriptedCall';
import { createTurnCounter } from '../../support/turnCounter';

const ROW = { prompt: 'a dog', model: 'veo-3.1', duration: 8, aspectRatio: '16:9' };

/** Reads rows against a service that lists one more model, and notes how each field was asked for. */
async function read(rows: ReadonlyArray<Record<string, unknown>>, node: object = {}) {
	const asked: unknown[][] = [];
	const context = {
		getInputData: () => rows.map(() => ({ json: {} })),
		getNodeParameter(name: string, index: number, fallback: unknown, options?: unknown) {
			asked.push([name, options]);
			return rows[index]?.[name] ?? fallback;
		},
		getNode: () => ({ type: 'ninjaVideo', ...node }),
	} as unknown as IExecuteFunctions;
	const list = [{ id: 'kling-3-pro', name: 'Kling 3.0 Pro', modality: 'video', servable: true }];
	const send = async () => await Promise.resolve(answer(200, { data: list }));
	const connection = { baseUrl: 'https://fields.example', now: () => 0, send };
	const run = { api: 'automatic', connection, deps: { clock: createTurnCounter() } } as const;
	return { results: await readRequests(context, run), asked };
}

describe('the fields of a row', () => {
	it('are read as they are, but for the model, of whose list the value counts', async () => {
		const { asked } = await read([ROW]);
		const isExtracted = Object.fromEntries(
			asked.flatMap(([name, options]) =>
				options === undefined ? [] : [[name, (options as { extractValue: boolean }).extractValue]],
			),
		) as Record<string, boolean>;
		expect(isExtracted).toEqual({
			...{ prompt: false, model: true, duration: false, aspectRatio: false, imageUrl: false },
		});
	});

	it('are these, and only these, in an order', () => {
		expect([...ORDER_PARAMETERS].sort()).toEqual(
			[
				'aspectRatio',
				'duration',
				'imageField',
				'imageSource',
				'imageUrl',
				'model',
				'prompt',
			].sort(),
		);
	});

	it('may name a model of the list in one row only', async () => {
		const { results } = await read([ROW, { ...ROW, model: 'kling-3-pro' }]);
		expect(results).toMatchObject([
			{ value: { model: 'veo-3.1' } },
			{ value: { model: 'kling-3-pro' } },
		]);
	});

	it('are read of a node that was never saved', async () => {
		expect((await read([ROW])).results).toMatchObject([{ ok: true }]);
		expect((await read([ROW], { parameters: {} })).results).toMatchObject([{ ok: true }]);
	});
});

describe('a field that cannot be worked out', () => {
	it.each([
		[new Error('x is not defined'), 'A field could not be read: x is not defined'],
		['x', 'A field could not be read: an expression could not be worked out'],
	])('says why, that nothing was charged and what to do: %s', (error, headline) => {
		expect(unreadable(error)).toEqual({
			headline,
			advice:
				'Correct the expression. Nothing was submitted for this item and nothing was charged.',
			details: { code: 'invalid_input', charged: 'no' },
		});
	});
});
