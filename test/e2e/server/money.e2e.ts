import type { Execution } from '../../host/n8nClient';
import { until } from '../../host/until';
import { openStage, type Stage } from '../support/stage';
import { chain, ninjaVideo, node, rows, start } from '../support/workflows';

/** What stands in the details of an error item of ours. */
interface ErrorJson {
	readonly error: string;
	readonly details: { readonly charged: string; readonly request_id?: string };
}

let stage: Stage;
beforeAll(async () => {
	stage = await openStage('money');
});
afterAll(async () => {
	await stage?.close();
});
beforeEach(() => {
	stage.simulator.faults.clear();
});

const twoRows = rows([{ prompt: 'A dog in a park' }, { prompt: 'A boat on a stream' }]);
const prompt = '={{ $json.prompt }}';

/** Charges and refunds that came while `act` ran. */
async function countMoney(act: () => Promise<void>): Promise<{ charges: number; refunds: number }> {
	const before = stage.simulator.world.ledger.length;
	await act();
	const entries = stage.simulator.world.ledger.slice(before);
	const count = (kind: string) => entries.filter((entry) => entry.kind === kind).length;
	return { charges: count('charge'), refunds: count('refund') };
}

async function runToEnd(name: string, nodes: Parameters<typeof chain>[1]): Promise<Execution> {
	const id = await stage.save(chain(name, nodes));
	return await stage.client.waitForEnd(await stage.client.run(id, 'Start'));
}

describe('Retry On Fail', () => {
	const retries = { retryOnFail: true, maxTries: 3, waitBetweenTries: 500 };

	it('orders the failed video anew and does not pay again for the one that is made', async () => {
		stage.simulator.faults.add({
			name: 'generation-fails',
			on: 'create',
			promptIncludes: 'boat',
			// After its neighbour, so that the first try ends with one video made.
			generationMs: 1500,
		});
		let execution: Execution | undefined;
		const money = await countMoney(async () => {
			execution = await runToEnd('Retry after a failed generation', [
				start(),
				...twoRows,
				ninjaVideo({ prompt }, retries),
			]);
		});
		expect(execution?.status).toBe('success');
		expect(execution?.items('Ninja Video').map(({ json }) => json.status)).toEqual([
			'completed',
			'completed',
		]);
		expect(money).toEqual({ charges: 3, refunds: 1 });
	});

	it('never sends an order again whose answer did not come', async () => {
		stage.simulator.faults.add({ name: 'reset-after', on: 'create' });
		let execution: Execution | undefined;
		const money = await countMoney(async () => {
			execution = await runToEnd('Retry after a lost answer', [start(), ninjaVideo({}, retries)]);
		});
		expect(execution?.status).toBe('error');
		expect(execution?.error?.description).toContain('it may have been charged');
		expect(money).toEqual({ charges: 1, refunds: 0 });
	});
});

it('pays nothing when a person retries an execution whose download had failed', async () => {
	stage.simulator.faults.add({ name: 'video-not-found', on: 'video', times: Infinity });
	let failed: Execution | undefined;
	const first = await countMoney(async () => {
		failed = await runToEnd('Retry by hand', [start(), ninjaVideo({ downloadVideo: true })]);
	});
	expect(failed?.error?.message).toContain('could not be downloaded');
	expect(first).toEqual({ charges: 1, refunds: 0 });

	stage.simulator.faults.clear();
	const second = await countMoney(async () => {
		const retried = await stage.client.retry(failed?.id ?? '');
		expect(retried.status).toBe('success');
		expect(retried.items('Ninja Video')[0]?.binary?.data?.mimeType).toBe('video/mp4');
	});
	expect(second).toEqual({ charges: 0, refunds: 0 });
});

it('stops at once: nothing is sent after Stop, and the log names what is paid for', async () => {
	const { client, simulator } = stage;
	simulator.faults.add({ name: 'progress-missing', on: 'create', generationMs: 3_600_000 });
	const before = simulator.world.jobs.size;
	const id = await stage.save(chain('Stop', [start(), ninjaVideo()]));
	const executionId = await client.run(id, 'Start');
	const job = await until('the order and a look at it', () => {
		const ordered = [...simulator.world.jobs.values()].at(before);
		return (ordered?.looks ?? 0) > 0 && ordered;
	});
	await client.stop(executionId);
	const stoppedAt = Date.now();
	const execution = await client.waitForEnd(executionId);
	expect(execution.status).toBe('canceled');
	const looks = job.looks;

	// Another video from order to end: time enough for a look that should not come.
	await runToEnd('After Stop', [start(), ninjaVideo()]);
	expect(job.looks).toBe(looks);
	const late = simulator.app.calls.filter(
		({ at, requestId }) => requestId === job.requestId && at > stoppedAt + 1000,
	);
	expect(late).toEqual([]);
	expect(await stage.n8n().readLog()).toContain(job.requestId);
});

it('sends good items to the first output and bad ones, with what they cost, to the error output', async () => {
	const workflow = chain('Error output', [
		start(),
		...rows([
			{ row: 1, prompt: 'A dog in a park', duration: 8 },
			{ row: 2, prompt: 'A dog in a park', duration: 99 },
			{ row: 3, prompt: 'A boat on a stream', duration: 8 },
		]),
		ninjaVideo({ prompt, duration: '={{ $json.duration }}' }, { onError: 'continueErrorOutput' }),
		node('Made', 'n8n-nodes-base.noOp'),
	]);
	workflow.nodes.push(node('Not Made', 'n8n-nodes-base.noOp'));
	workflow.connections['Ninja Video'] = {
		main: ['Made', 'Not Made'].map((name) => [{ node: name, type: 'main', index: 0 }]),
	};
	stage.simulator.faults.add({ name: 'generation-fails', on: 'create', promptIncludes: 'boat' });

	let execution: Execution | undefined;
	const money = await countMoney(async () => {
		const id = await stage.save(workflow);
		execution = await stage.client.waitForEnd(await stage.client.run(id, 'Start'));
	});
	expect(execution?.status).toBe('success');
	expect(execution?.items('Made').map(({ json }) => json.status)).toEqual(['completed']);
	const bad = execution?.items('Not Made').map(({ json }) => json as unknown as ErrorJson) ?? [];
	expect(bad.map((json) => ({ ...json, details: json.details.charged }))).toMatchObject([
		{ row: 2, error: expect.stringContaining('Duration') as string, details: 'no' },
		{ row: 3, error: expect.stringContaining('could not make') as string, details: 'no' },
	]);
	expect(bad[1]?.details.request_id).toMatch(/^gemini-veo:/);
	expect(money).toEqual({ charges: 2, refunds: 1 });
});
