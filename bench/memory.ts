/* eslint-disable @n8n/community-nodes/no-restricted-globals -- measures this process */

/** Does something, and tells by how much the resident memory of this process grew meanwhile at most, in bytes. */
export async function measureGrowth<T>(
	work: () => Promise<T>,
): Promise<{ readonly result: T; readonly growthBytes: number }> {
	(globalThis as { gc?: () => void }).gc?.();
	const before = process.memoryUsage().rss;
	let peak = before;
	const sampler = setInterval(() => {
		peak = Math.max(peak, process.memoryUsage().rss);
	}, 20);
	const result = await work().finally(() => clearInterval(sampler));
	return { result, growthBytes: peak - before };
}
