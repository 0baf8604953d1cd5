import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { systemClock } from '../../../nodes/NinjaVideo/n8n/clock';
import { createRun } from '../../../nodes/NinjaVideo/run/createRun';
import { createDeduplicationStore, deduplicationHelpers } from '../../support/deduplicationStore';

interface Setting {
	readonly credential?: IDataObject;
	readonly options?: IDataObject;
	readonly workflow?: string;
	readonly isTool?: boolean;
	readonly continues?: boolean;
	readonly signal?: AbortSignal;
	/** The workflow's own time limit in seconds. */
	readonly limitSeconds?: number;
	/** What the service answers to every free call. */
	readonly body?: string;
}

function contextOf(setting: Setting = {}) {
	const nodeContext: IDataObject = {};
	const asked: string[] = [];
	const context = {
		getCredentials: async () =>
			await Promise.resolve({
				apiKey: 'nj_sk_test',
				baseUrl: 'https://ninjachat.example',
				...setting.credential,
			}),
		getInputData: () => [{ json: {} }],
		getNodeParameter: (name: string, _index: number, fallback: unknown) =>
			name === 'options' ? (setting.options ?? {}) : fallback,
		getNode: () => ({
			id: 'node',
			name: 'Ninja Video',
			type: setting.isTool === true ? 'ninjaVideoTool' : 'ninjaVideo',
			parameters: {},
		}),
		getWorkflow: () => ({ id: setting.workflow ?? 'workflow' }),
		getWorkflowSettings: () => ({ executionTimeout: setting.limitSeconds ?? -1 }),
		getWorkflowStaticData: () => ({}),
		getExecutionId: () => '1',
		getExecutionCancelSignal: () => setting.signal,
		getMode: () => 'trigger',
		getContext: () => nodeContext,
		continueOnFail: () => setting.continues ?? false,
		helpers: {
			...deduplicationHelpers(createDeduplicationStore(), 'workflow', 'node'),
			async httpRequestWithAuthentication(_: string, { url }: { url: string }) {
				asked.push(url);
				return await Promise.resolve({
					statusCode: setting.body === undefined ? 404 : 200,
					headers: {},
					body: setting.body ?? '',
				});
			},
		},
	} as unknown as IExecuteFunctions;
	return { context, asked, nodeContext };
}

async function start(setting: Setting = {}) {
	const stage = contextOf(setting);
	const run = await createRun(stage.context);
	if (!run.ok) throw new Error(run.error.headline);
	return { ...stage, run: run.value };
}

describe('a run does not start', () => {
	it('with a credential that cannot be used', async () => {
		const { context } = contextOf({ credential: { apiKey: '' } });
		expect(await createRun(context)).toMatchObject({
			ok: false,
			error: {
				headline: 'The API key of the credential is empty',
				details: { code: 'invalid_key', charged: 'no' },
			},
		});
	});

	it('with an option that cannot be used', async () => {
		const { context } = contextOf({ options: { requestsPerMinute: 0 } });
		expect(await createRun(context)).toMatchObject({
			ok: false,
			error: {
				headline: "Requests per Minute '0' cannot be used",
				advice: expect.stringContaining('Use a number from 1 to 600.') as string,
				details: { code: 'invalid_option' },
			},
		});
	});
});

describe('a run', () => {
	it('sends nothing before it is asked to', async () => {
		const { asked, run } = await start();
		expect(asked).toEqual([]);
		expect(run).toMatchObject({ api: 'automatic', continues: false });
		expect(run).not.toHaveProperty('spentByAgent');
		expect(run.connection.baseUrl).toBe('https://ninjachat.example');
	});

	it('goes on after failed items where n8n says so', async () => {
		expect((await start({ continues: true })).run.continues).toBe(true);
	});

	it('of an agent counts with the other calls of its execution', async () => {
		const { nodeContext, run } = await start({ isTool: true });
		run.spentByAgent!.cents = 300;
		expect(JSON.stringify(nodeContext)).toContain('300');
	});

	it('has a journal where the workflow was saved', async () => {
		expect((await start()).run.deps.journal).toBeDefined();
		expect((await start({ workflow: '' })).run.deps).not.toHaveProperty('journal');
	});

	it('ends with its own Timeout', async () => {
		const { run } = await start({ options: { timeoutMinutes: 5, pollingIntervalSeconds: 7 } });
		expect(run.deps.deadlineMs() - systemClock.now()).toBeGreaterThan(290_000);
		expect(run.deps.deadlineMs() - systemClock.now()).toBeLessThanOrEqual(300_000);
		expect(run.deps.intervalMs).toBe(7000);
		expect(run.deps.limitMs).toBe(Infinity);
	});

	it("ends before the workflow's own limit where that is sooner", async () => {
		const { run } = await start({ options: { timeoutMinutes: 5 }, limitSeconds: 60 });
		expect(run.deps.deadlineMs()).toBe(run.deps.limitMs);
		expect(run.deps.limitMs! - systemClock.now()).toBeLessThanOrEqual(54_000);
	});

	it('ends with Stop, and never where n8n has none', async () => {
		const stop = new AbortController();
		const { run } = await start({ signal: stop.signal });
		expect(run.deps.signal.aborted).toBe(false);
		stop.abort();
		expect(run.deps.signal.aborted).toBe(true);
		expect((await start()).run.deps.signal.aborted).toBe(false);
	});

	it('may spend in a day what the credential says, by the count of the service', async () => {
		const credential = { maxSpendPerDayUsd: '20', apiKey: 'nj_sk_day' };
		const { asked, run } = await start({ credential, body: '{"totalCostCents":1250}' });
		expect(run.day.budget.capCents).toBe(2000);
		await run.day.budget.refresh?.();
		expect(asked).toEqual(['https://ninjachat.example/api/v1/usage?period=1d']);
		expect(run.day.budget.committedCents()).toBe(1250);
		expect(run.day.spend.isByService()).toBe(true);
	});

	it('counts its day by itself where the service does not tell', async () => {
		const credential = { maxSpendPerDayUsd: '20', apiKey: 'nj_sk_day_untold' };
		const { run } = await start({ credential });
		await run.day.budget.refresh?.();
		expect(run.day.spend.isByService()).toBe(false);
	});

	it('asks again for its day after a Stop that cut the question off', async () => {
		const stop = new AbortController();
		const credential = { maxSpendPerDayUsd: '20', apiKey: 'nj_sk_day_stopped' };
		const body = '{"totalCostCents":1250}';
		const stopped = await start({ credential, signal: stop.signal, body });
		stop.abort();
		await stopped.run.day.budget.refresh?.();
		expect(stopped.asked).toEqual([]);
		const next = await start({ credential, body });
		await next.run.day.budget.refresh?.();
		expect(next.run.day.budget.committedCents()).toBe(1250);
	});

	it('has no limit of a day where the credential has none', async () => {
		const { run } = await start({ credential: { apiKey: 'nj_sk_no_day' } });
		expect(run.day.budget.capCents).toBe(Infinity);
		expect(run.day.budget.refresh).toBeUndefined();
	});
});
