import type { INode, INodeParameters } from 'n8n-workflow';
import type { Reply } from '../support/reply';
import { completed, withService, type HostileService, type Script } from '../support/service';
import { retryOf } from './crashSupport';
import { accepted, errorOutput, expectOutcome, MODELS, runAgainst, toldBy } from './support';

const reset: Reply = { wire: { kind: 'reset' } };
const failed: Reply = { body: { status: 'failed', error: 'The model gave up' } };
const tries = { retryOnFail: true, maxTries: 4, waitBetweenTries: 1 };
const charges = ({ orders }: HostileService) => orders().length;
/** Orders that are numbered as they come. */
function numbered(): Script {
	let orders = 0;
	return { order: () => accepted(`job-${(orders += 1)}`), status: completed() };
}

describe('Retry On Fail orders once where every try meets', () => {
	it.each<readonly [string, Script, Partial<INode>]>([
		['an order that is reset', { order: reset }, {}],
		[
			'an order that is reset, under Continue',
			{ order: reset },
			{ onError: 'continueRegularOutput' },
		],
		['a 500 that names a job', { order: { status: 500, body: { request_id: 'job-1' } } }, {}],
		['a 200 without an id', { order: { body: {} } }, {}],
		['looks that fail', { order: accepted(), status: { status: 500 } }, {}],
		['a video without a URL', { order: accepted(), status: { body: { status: 'completed' } } }, {}],
		[
			'a video without a URL, always giving data',
			{ order: accepted(), status: { body: { status: 'completed' } } },
			{ alwaysOutputData: true },
		],
		[
			'a video that is never ready',
			{ order: accepted(), status: { body: { status: 'queued' } } },
			{},
		],
	])('%s', async (_, script, more) => {
		await withService(script, async (service) => {
			const parameters = { options: { timeoutMinutes: 1 } };
			const run = await runAgainst(service, { node: { ...tries, ...more }, parameters });
			expect(charges(service)).toBe(1);
			expect(run.details.charged).toMatch(/yes|unknown/);
			expect(toldBy(run)).toMatch(/job-1|may have been charged/);
		});
	});

	it('two rows, one of which is always refused', async () => {
		const order = ({ body }: { body: string }): Reply =>
			body.includes('bad') ? { status: 400, body: { error: 'validation_error' } } : accepted();
		await withService({ order, status: completed() }, async (service) => {
			const items = [{ p: 'good' }, { p: 'bad' }];
			const parameters = { prompt: '={{ $json.p }}' };
			const run = await runAgainst(service, { node: tries, items, parameters });
			expect(service.orders().filter(({ body }) => body.includes('good'))).toHaveLength(1);
			expectOutcome({ run, orders: [] }, { charged: 'no', ids: ['job-1'] });
		});
	});
});

describe('a retried execution orders nothing again although', () => {
	it.each<readonly [string, INodeParameters]>([
		[
			'its prompt is another each time',
			{ prompt: '=A dog {{ Math.random() }} {{ $now.toMillis() }}' },
		],
		['its unique key is another each time', { uniqueKey: '={{ Math.random() }}' }],
		['its execution id is in the prompt', { prompt: '=A dog in {{ $execution.id }}' }],
		[
			'the address of its image is signed anew',
			{ imageUrl: '=https://h.example/a.png?sig={{ Math.random() }}' },
		],
		['its limit is below what was spent', { maxSpendUsd: 3 }],
	])('%s', async (_, parameters) => {
		for (const order of [reset, accepted()]) {
			const script: Script = { order, status: { body: { status: 'queued' } } };
			await withService(script, async (service) => {
				const all = { ...parameters, options: { timeoutMinutes: 1 } };
				const first = await runAgainst(service, { node: {}, parameters: all });
				const second = await runAgainst(service, {
					node: {},
					parameters: all,
					...retryOf(first),
				});
				const third = await runAgainst(service, {
					...errorOutput,
					parameters: all,
					...retryOf(second),
				});
				expect(charges(service)).toBe(1);
				const charged = order === reset ? 'unknown' : 'yes';
				expectOutcome({ run: third, orders: service.orders() }, { charged });
			});
		}
	});

	it.each<readonly [string, { models?: Reply; credential?: object }]>([
		['the list of models is gone', { models: { status: 404, body: '' } }],
		['the list of models has another model', { models: { body: { data: [] } } }],
		['the credential says v1/video now', { credential: { apiVersion: 'v1/video' } }],
		[
			'the credential has another key now',
			{ credential: { apiKey: ['nj', 'sk', 'another'].join('_') } },
		],
	])('the answer was lost under v1/videos, and %s', async (_, { models, credential = {} }) => {
		const script: { -readonly [K in keyof Script]: Script[K] } = { order: reset, models: MODELS };
		await withService(script, async (service) => {
			const first = await runAgainst(service, { node: {} });
			Object.assign(script, { order: accepted('job-2'), ...(models && { models }) });
			const sent = charges(service);
			const run = await runAgainst(service, { credential, ...retryOf(first) });
			const keyOf = ({ headers }: { headers: Readonly<Record<string, string>> }) =>
				headers['idempotency-key'];
			const again = service.orders().slice(sent);
			expect(again.filter(({ target }) => !target.endsWith('/videos'))).toEqual([]);
			expect(new Set(service.orders().map(keyOf)).size).toBe(1);
			if (again.length === 0) expect(run.details.charged).toBe('unknown');
		});
	});
});

it('a retried execution orders nothing again where two rows share a key that is another in every try', async () => {
	const script: Script = { order: accepted(), status: { body: { status: 'queued' } } };
	await withService(script, async (service) => {
		const parameters = { uniqueKey: '={{ $execution.id }}', options: { timeoutMinutes: 1 } };
		const items = [{ n: 1 }, { n: 2 }];
		const first = await runAgainst(service, { node: {}, items, parameters });
		const again = { items, parameters, ...retryOf(first) };
		const run = await runAgainst(service, again);
		expect(charges(service)).toBe(1);
		expectOutcome({ run, orders: service.orders() }, { charged: 'yes', ids: ['job-1'] });
	});
});

describe('one unique key makes one video, and one charge, where', () => {
	let keys = 0;
	const keyed = (more: INodeParameters = {}): INodeParameters => ({
		uniqueKey: `=attack-${(keys += 1)}-{{ $json.k }}`,
		...more,
	});

	it.each<readonly [string, object[]]>([
		['two rows have it', [{ k: 'a' }, { k: 'a' }]],
		['one is a number and one a text', [{ k: 1 }, { k: '1' }]],
		['one has spaces around it', [{ k: 'a' }, { k: 'a  ' }]],
		['ten rows have it', Array.from({ length: 10 }, () => ({ k: 'a' }))],
	])('%s', async (_, items) => {
		await withService(numbered(), async (service) => {
			const run = await runAgainst(service, { items: items as never, parameters: keyed() });
			expect(charges(service)).toBe(1);
			expect(run.items.map(({ json }) => json.request_id)).toEqual(items.map(() => 'job-1'));
		});
	});

	it('two rows ask for different videos: one is refused for free', async () => {
		await withService(numbered(), async (service) => {
			const items = [
				{ k: 'a', p: 'a dog' },
				{ k: 'a', p: 'a cat' },
			];
			const run = await runAgainst(service, {
				items,
				parameters: keyed({ prompt: '={{ $json.p }}' }),
			});
			expect(charges(service)).toBeLessThanOrEqual(1);
			expect(run.details.charged).toBe('no');
			expect(run.words).toMatch(/Unique Key/);
		});
	});

	it.each<readonly [string, Reply, Reply, number]>([
		['two rows have it, and the order is reset', reset, completed(), 1],
		['two rows have it, and its video fails', accepted(), failed, 1],
		['two rows have it, and its answer has no id', { body: {} }, completed(), 1],
	])('%s', async (_, order, status, most) => {
		await withService({ order, status }, async (service) => {
			const run = await runAgainst(service, {
				items: [{ k: 'a' }, { k: 'a' }],
				parameters: keyed(),
			});
			expect(charges(service)).toBe(most);
			expect(run.failed).toHaveLength(2);
		});
	});

	it.each<readonly [string, Reply]>([
		['the order is reset', reset],
		['the answer has no id', { body: {} }],
		['the answer is a 500', { status: 500 }],
		['the answer is a page', { body: '<html>Welcome</html>' }],
	])('a later execution has it, after one in which %s', async (_, order) => {
		await withService({ order }, async (service) => {
			const parameters = keyed();
			await runAgainst(service, { parameters, items: [{ k: 'a' }] });
			const run = await runAgainst(service, { parameters, items: [{ k: 'a' }] });
			expectOutcome({ run, orders: service.orders() }, { charged: 'unknown' });
		});
	});

	it('three later executions have it, under other prompts too', async () => {
		await withService(numbered(), async (service) => {
			const parameters = keyed();
			await runAgainst(service, { parameters, items: [{ k: 'a' }] });
			const again = await runAgainst(service, { parameters, items: [{ k: 'a' }] });
			expect(again.items[0]?.json).toMatchObject({ request_id: 'job-1', ordered_before: true });
			const other = { ...parameters, prompt: 'A cat' };
			const run = await runAgainst(service, { parameters: other, items: [{ k: 'a' }] });
			expectOutcome({ run, orders: service.orders() }, { charged: 'no' });
		});
	});
});
