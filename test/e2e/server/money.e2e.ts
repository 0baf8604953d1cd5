import { readExample } from '../../../tools/host/examples';
import type { Execution } from '../../../tools/host/n8nClient';
import { until } from '../../../tools/host/until';
import type { RecordedCall } from '../../../simulator/app';
import { openStage, type Stage } from '../support/stage';
import { chain, ninjaVideo, node, rows, start } from '../support/workflows';

/** What stands in the details of an error item of ours. */
interface ErrorJson {
	readonly error: string;
	readonly details: { readonly charged: string; readonly request_id?: string };
}

let stage: Stage;
/** What happens at a call to the simulator, before its answer leaves. */
let onCall: (call: RecordedCall) => void = () => {};
beforeAll(async () => {
	stage = await openStage('money', { simulator: { onCall: (call) => onCall(call) } });
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
	return await stage.client.runToEnd(id, 'Start');
}

describe('Retry On Fail', () => {
	const retries = { retryOnFail: true, maxTries: 3, waitBetweenTries: 500 };

	it('Retry On Fail orders the failed video again and does not pay again for the one that is made', async () => {
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

	it('Retry On Fail never sends an order again whose answer did not come', async () => {
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

it('a retry of an execution whose download had failed pays nothing', async () => {
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

describe('retry refused after a crash', () => {
	/** Kills n8n as a power cut would, at the first call that fits. */
	function killAtCall(fits: (call: RecordedCall) => boolean): Promise<void> {
		return new Promise((resolve) => {
			onCall = (call) => {
				if (!fits(call)) return;
				onCall = () => {};
				void stage.n8n().kill().then(resolve);
			};
		});
	}

	it('a retry after a crash of a run by hand orders nothing again, though n8n has nothing left of it', async () => {
		const { client } = stage;
		const id = await stage.save(await readExample('first-video.json', ''));
		const killed = killAtCall(({ method }) => method === 'POST');
		const first = await countMoney(async () => {
			const executionId = await client.run(id, 'Start');
			await killed;
			await stage.startAgain();
			expect((await client.waitForEnd(executionId)).status).toBe('crashed');
		});
		expect(first.charges).toBeGreaterThan(0);

		const second = await countMoney(async () => {
			const [crashed] = await client.listExecutions(id);
			await expect(client.retry(crashed?.id ?? '')).rejects.toThrow('cannot be retried');
		});
		expect(second).toEqual({ charges: 0, refunds: 0 });
	}, 300_000);

	it("a retry after a crash of a scheduled run points to the log, which has the order's request ID", async () => {
		const { client, simulator } = stage;
		const interval = [{ field: 'seconds', secondsInterval: 5 }];
		const schedule = node('Schedule', 'n8n-nodes-base.scheduleTrigger', {
			typeVersion: 1.2,
			parameters: { rule: { interval } },
		});
		const id = await stage.save(chain('Scheduled', [schedule, ninjaVideo()]));
		let requestId: string | undefined;
		const killed = killAtCall((call) => {
			if (!call.path.includes('/status')) return false;
			requestId = call.requestId;
			return true;
		});
		await client.activate(id);
		await killed;
		await stage.startAgain();
		await client.deactivate(id);
		const ended = await until('the crash to be noticed, and later runs to end', async () => {
			const all = await client.listExecutions(id);
			const hasEnded = all.every(({ status }) => status === 'crashed' || status === 'success');
			return hasEnded && all.some(({ status }) => status === 'crashed') && all;
		});
		expect(simulator.world.chargesFor(requestId ?? '')).toBe(1);

		const log = await stage.n8n().readLog();
		const line = log.split('\n').find((each) => each.includes(`Ordered ${requestId}`)) ?? '';
		const [, ordering] = /in execution (\d+):/.exec(line) ?? [];
		const crashed = ended.find(({ id: each }) => each === ordering);
		expect(crashed?.status).toBe('crashed');
		const money = await countMoney(async () => {
			const retried = await client.retry(crashed?.id ?? '');
			expect(retried.status).toBe('error');
			expect(retried.error?.message).toContain('it may have been charged');
			expect(retried.error?.description).toContain("in a line with 'Ordered'");
		});
		expect(money).toEqual({ charges: 0, refunds: 0 });
	}, 300_000);
});

it('nothing is sent after Stop, and the log names what is paid for', async () => {
	const { client, simulator } = stage;
	simulator.faults.add({ name: 'progress-missing', on: 'create', generationMs: 3_600_000 });
	const before = simulator.world.jobs.size;
	const id = await stage.save(chain('Stop', [start(), ninjaVideo()]));
	const executionId = await client.run(id, 'Start');
	const job = await until('the order and a look at it', () => {
		const ordered = [...simulator.world.jobs.values()].at(before);
		return (ordered?.statusCalls ?? 0) > 0 && ordered;
	});
	await client.stop(executionId);
	const stoppedAt = Date.now();
	const execution = await client.waitForEnd(executionId);
	expect(execution.status).toBe('canceled');
	const looks = job.statusCalls;

	// Another video from order to end: time enough for a look that should not come.
	await runToEnd('After Stop', [start(), ninjaVideo()]);
	expect(job.statusCalls).toBe(looks);
	const late = simulator.app.calls.filter(
		({ at, requestId }) => requestId === job.requestId && at > stoppedAt + 1000,
	);
	expect(late).toEqual([]);
	expect(await stage.n8n().readLog()).toContain(job.requestId);
});

it('good items go to the first output and bad ones, with what they cost, to the error output', async () => {
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
		execution = await stage.client.runToEnd(id, 'Start');
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
