/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- measures this process */
import { Readable } from 'node:stream';
import type {
	IExecuteFunctions,
	IHttpRequestOptions,
	INodeExecutionData,
	INodeType,
} from 'n8n-workflow';
import { loadNode, startWorkflow } from '../test/support/engine';
import { model } from '../test/support/simulation';

/** Rows that reach the node at once. */
export const ROWS = 5000;

/** What a run of many rows cost whoever else n8n serves, in milliseconds. */
export interface ManyRowsFigures {
	/**
	 * The longest time in which the event loop had no turn while the node ran; where other programs had the processor
	 * in it, only what this process used.
	 */
	readonly longestTurnMs: number;
	/** From the start of the node until its first order left. */
	readonly firstOrderMs: number;
}

/** How often the event loop is asked for a turn. */
const TICK_MS = 5;
/** The run goes on for so long after its first order; then it is stopped, with nearly all rows in line. */
const GOES_ON_MS = 1000;
/** Other programs of the machine stop this one now and then: the best of some runs counts. */
const RUNS = 3;

type Execute = (this: IExecuteFunctions) => Promise<INodeExecutionData[][]>;

/** The least that a node has to do: read the same fields of all rows, then order one after the other. */
const naive: Execute = async function () {
	const rows = this.getInputData().map((_, index) => ({
		prompt: this.getNodeParameter('prompt', index),
		model: this.getNodeParameter('model', index, '', { extractValue: true }),
		duration: this.getNodeParameter('duration', index, 8),
		aspectRatio: this.getNodeParameter('aspectRatio', index, '16:9'),
		imageUrl: this.getNodeParameter('imageUrl', index, ''),
		options: this.getNodeParameter('options', index, {}),
		uniqueKey: this.getNodeParameter('uniqueKey', index, ''),
	}));
	for (const body of rows) {
		await this.helpers.httpRequestWithAuthentication.call(this, 'ninjaChatApi', {
			method: 'POST',
			url: 'https://ninjachat.ai/api/v1/video',
			body,
		});
		if (this.getExecutionCancelSignal()?.aborted === true) break;
	}
	return [[]];
};

/** An API that answers at once: a list of models that is not there, and a video that is never ready. */
function answer(method: string | undefined, order: number) {
	if (method !== 'POST') return { statusCode: 404, body: { error: 'not found' } };
	return {
		statusCode: 200,
		body: { id: `job-${order}`, status: 'processing', cost: { amount_cents: 300 } },
	};
}

async function measureOnce(execute: Execute, round: number): Promise<ManyRowsFigures> {
	const description = (await loadNode()).description;
	let stop = () => {};
	let end = () => {};
	// n8n gives a stopped run back before its node has come to its end.
	const ended = new Promise<void>((resolve) => {
		end = resolve;
	});
	let [longestTurnMs, firstOrderMs, orders] = [0, Infinity, 0];
	const implementation: INodeType = {
		description,
		async execute() {
			const startMs = performance.now();
			let turn = { atMs: startMs, cpu: process.cpuUsage() };
			const nextTurn = () => {
				const { user, system } = process.cpuUsage(turn.cpu);
				const nowMs = performance.now();
				const turnMs = Math.min(nowMs - turn.atMs, (user + system) / 1000);
				longestTurnMs = Math.max(longestTurnMs, turnMs);
				turn = { atMs: nowMs, cpu: process.cpuUsage() };
			};
			const ticks = setInterval(nextTurn, TICK_MS);
			this.helpers.httpRequestWithAuthentication = async (
				_: string,
				{ method }: IHttpRequestOptions,
			) => {
				if (method === 'POST') orders += 1;
				if (method === 'POST' && firstOrderMs === Infinity) {
					firstOrderMs = performance.now() - startMs;
					setTimeout(() => stop(), GOES_ON_MS);
				}
				await new Promise((resolve) => setTimeout(resolve, 1));
				const { body, statusCode } = answer(method, orders);
				return { statusCode, headers: {}, body: Readable.from([JSON.stringify(body)]) };
			};
			const items = await execute.call(this).catch(() => [[]]);
			nextTurn();
			clearInterval(ticks);
			end();
			return items;
		},
	};
	const run = await startWorkflow({
		items: Array.from({ length: ROWS }, (_, row) => ({
			id: `${round} ${row}`,
			prompt: `A film about row ${row}`,
			seconds: 8,
			shape: row % 2 === 0 ? '16:9' : '9:16',
		})),
		credential: { apiKey: 'nj_sk_simulator', baseUrl: 'https://ninjachat.ai' },
		parameters: {
			operation: 'createAndWait',
			prompt: '={{ $json.prompt }}',
			model: model('google-veo-2'),
			duration: '={{ $json.seconds }}',
			aspectRatio: '={{ $json.shape }}',
			uniqueKey: '={{ $json.id }}',
			maxSpendUsd: 100_000,
		},
		implementation,
	});
	stop = () => run.stop();
	await Promise.all([run.done, ended]);
	if (firstOrderMs === Infinity) throw new Error('No order left');
	return { longestTurnMs, firstOrderMs };
}

const best = (all: readonly ManyRowsFigures[]): ManyRowsFigures => ({
	longestTurnMs: Math.min(...all.map(({ longestTurnMs }) => longestTurnMs)),
	firstOrderMs: Math.min(...all.map(({ firstOrderMs }) => firstOrderMs)),
});

/** The node and a naive one, each with as many rows on n8n's own engine, and a service that answers at once. */
export async function measureManyRows(): Promise<{
	readonly ours: ManyRowsFigures;
	readonly naive: ManyRowsFigures;
}> {
	const { execute } = await loadNode();
	const [ours, others]: [ManyRowsFigures[], ManyRowsFigures[]] = [[], []];
	for (let round = 0; round < RUNS; round += 1) {
		others.push(await measureOnce(naive, round));
		ours.push(await measureOnce(execute as Execute, round));
	}
	return { ours: best(ours), naive: best(others) };
}
