/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- measures this process */
import { fork } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { runWorkflow } from '../test/support/engine';
import { measureGrowth } from './memory';

/** Downloads one video of a size with the built node on n8n's engine; the service runs in another process. */
async function downloadOnce(bytes: number): Promise<number> {
	const server = fork(join(__dirname, 'videoServer.ts'), [String(bytes)], {
		execArgv: ['--import', 'tsx'],
	});
	const url = await new Promise<string>((resolve) =>
		server.once('message', (text) => resolve(String(text))),
	);
	const flow = {
		items: [{}],
		credential: { apiKey: 'nj_sk_simulator', baseUrl: url },
		parameters: {
			operation: 'createAndWait',
			prompt: 'A long film',
			model: { __rl: true, mode: 'id', value: 'google-veo-2' },
			downloadVideo: true,
			options: { pollingIntervalSeconds: 0.5 },
		},
	};
	const { result: run, growthBytes } = await measureGrowth(async () => await runWorkflow(flow));
	server.kill();
	const stored = run.items[0]?.binary?.data?.bytes;
	if (stored !== bytes)
		throw new Error(`${stored} of ${bytes} bytes were stored: ${run.error?.message}`);
	return growthBytes;
}

/**
 * By how much the process grows at most while a video is downloaded, in bytes of resident memory. A first,
 * smaller download loads the code, so that only the video counts.
 */
export async function measureDownload(bytes: number): Promise<number> {
	await downloadOnce(20_000_000);
	const growth = await downloadOnce(bytes);
	rmSync(process.env.N8N_USER_FOLDER ?? '', { recursive: true, force: true });
	return growth;
}
