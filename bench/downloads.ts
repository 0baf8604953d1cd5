/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- measures this process */
import { fork } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { loadNode, runWorkflow, type EngineWorkflow } from '../test/support/engine';
import { measureGrowth } from './memory';

/** Files that are ready at once, the size of each, and how fast its host sends each. */
export const FILES = { count: 50, bytes: 20_000_000, bitsPerSecond: 50_000_000 } as const;

/** What downloading them came to. */
interface DownloadFigures {
	readonly seconds: number;
	/** Growth of the resident memory at most, in bytes. */
	readonly growthBytes: number;
}

/** Times it is measured, in turns: the middle one counts. */
const ROUNDS = 3;

type Execute = (this: IExecuteFunctions) => Promise<INodeExecutionData[][]>;

/** All at once, however many there are. */
const unlimited = (url: string): Execute =>
	async function () {
		const files = this.getInputData().map(async (): Promise<INodeExecutionData> => {
			const body = (await this.helpers.httpRequest({ url, encoding: 'stream' })) as Readable;
			const data = await this.helpers.prepareBinaryData(body, 'video.mp4', 'video/mp4');
			return { json: {}, binary: { data } };
		});
		return [await Promise.all(files)];
	};

async function measure(execute: Execute, url: string, count: number): Promise<DownloadFigures> {
	const { description } = await loadNode();
	let seconds = 0;
	const flow: EngineWorkflow = {
		items: Array.from({ length: count }, (_, index) => ({ id: `job-${index}` })),
		credential: { apiKey: 'nj_sk_simulator', baseUrl: 'https://ninjachat.ai' },
		parameters: {
			operation: 'wait',
			requestId: '={{ $json.id }}',
			downloadVideo: true,
			options: { requestsPerMinute: 600 },
		},
		implementation: {
			description,
			async execute() {
				this.helpers.httpRequestWithAuthentication = async () => {
					const status = JSON.stringify({ status: 'completed', video_url: `${url}/video.mp4` });
					return await Promise.resolve({
						statusCode: 200,
						headers: {},
						body: Readable.from([status]),
					});
				};
				const startMs = performance.now();
				const done = await execute.call(this);
				seconds = (performance.now() - startMs) / 1000;
				return done;
			},
		},
	};
	const { result, growthBytes } = await measureGrowth(async () => await runWorkflow(flow));
	const { items, error } = result;
	const stored = items.filter(({ binary }) => binary?.data?.bytes === FILES.bytes);
	if (stored.length !== count) throw new Error(`${stored.length} files: ${error?.message}`);
	return { seconds, growthBytes };
}

const middleOf = (figures: readonly DownloadFigures[]): number =>
	figures.map(({ seconds }) => seconds).sort((a, b) => a - b)[ROUNDS >> 1] ?? Infinity;

/**
 * The node beside unlimited concurrency, over sockets from another process: how many times as long it takes, and by
 * how much the process grows in the first round, since memory is not given back. First files load the code.
 */
export async function measureDownloads(): Promise<{
	readonly overUnlimited: number;
	readonly growthBytes: number;
}> {
	const { bytes, bitsPerSecond, count } = FILES;
	const host = fork(join(__dirname, 'slowHost.ts'), [String(bytes), String(bitsPerSecond / 8)], {
		execArgv: ['--import', 'tsx'],
	});
	const url = await new Promise<string>((resolve) =>
		host.once('message', (text) => resolve(String(text))),
	);
	const ours = (await loadNode()).execute as Execute;
	await measure(ours, url, 10);
	const rounds: Array<readonly [DownloadFigures, DownloadFigures]> = [];
	for (let round = 0; round < ROUNDS; round += 1) {
		rounds.push([await measure(ours, url, count), await measure(unlimited(url), url, count)]);
	}
	host.kill();
	rmSync(process.env.N8N_USER_FOLDER ?? '', { recursive: true, force: true });
	return {
		overUnlimited: middleOf(rounds.map(([one]) => one)) / middleOf(rounds.map(([, one]) => one)),
		growthBytes: rounds[0]?.[0].growthBytes ?? Infinity,
	};
}
