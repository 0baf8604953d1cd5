/* eslint-disable @n8n/community-nodes/no-restricted-globals -- measures the memory of this process */
import type { INodeParameters } from 'n8n-workflow';
import type { Reply } from './reply';
import { runHostile, type HostileRun } from './run';
import { completed, withService, type Script } from './service';
import type { SeenRequest } from './server';

export const MEGABYTE = 1_000_000;
/** What a run may take above its start, whatever it is sent, in bytes. */
export const ALLOWED_BYTES = 64 * MEGABYTE;

/** A run, the orders it made, and the most memory in use above the start, in bytes. */
export interface MeasuredRun {
	readonly run: HostileRun;
	readonly orders: readonly SeenRequest[];
	readonly bytes: number;
}

/** Runs against a script and watches the memory. */
export async function runMeasured(
	script: Script,
	parameters: INodeParameters = {},
): Promise<MeasuredRun> {
	return await withService(script, async ({ url, orders }) => {
		const used = () => {
			const { heapUsed, external } = process.memoryUsage();
			return heapUsed + external;
		};
		const startBytes = used();
		let mostBytes = startBytes;
		const timer = setInterval(() => (mostBytes = Math.max(mostBytes, used())), 5);
		const run = await runHostile({
			baseUrl: url,
			node: { onError: 'continueErrorOutput' },
			parameters: { options: { timeoutMinutes: 3 }, ...parameters },
		});
		clearInterval(timer);
		return { run, orders: orders(), bytes: Math.max(mostBytes, used()) - startBytes };
	});
}

/** What is loaded with the first run is no body. */
export async function warmUp(): Promise<void> {
	await runMeasured({ order: { body: { request_id: 'job-1' } }, status: completed() });
}

/** A body that goes on for 600 MB, or for so many. */
export const huge = (body: string, fill = ' ', megabytes = 600): Reply => ({
	body,
	wire: { kind: 'huge', bytes: megabytes * MEGABYTE, fill },
});

/** The same, compressed to a thousandth. */
export const bomb = (body: string, megabytes = 600): Reply => ({
	body,
	wire: { kind: 'gzip', megabytes },
});
