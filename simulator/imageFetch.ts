import type { SimulatedJob } from './job';

/** What came of fetching one image of an order. */
export interface FetchedImage {
	readonly requestId: string;
	/** As the order has it. */
	readonly url: string;
	/** 0 where nothing answered. */
	readonly status: number;
	readonly type: string;
	readonly data: Buffer;
}

/** Fetches the images of orders, as the real service does. */
export type ImageFetcher = ReturnType<typeof createImageFetcher>;

/** Makes a fetcher that knows no host yet: nothing is fetched from anywhere but the hosts that are set. */
export function createImageFetcher() {
	/** Host name in an image's URL to the origin that stands for it, such as `http://127.0.0.1:5678`. */
	const hosts = new Map<string, string>();
	const fetched: FetchedImage[] = [];

	async function fetchOne(requestId: string, url: string): Promise<void> {
		const { hostname, pathname, search } = new URL(url);
		const origin = hosts.get(hostname);
		if (origin === undefined) return;
		const image = { requestId, url };
		try {
			const answer = await fetch(`${origin}${pathname}${search}`, { redirect: 'manual' });
			fetched.push({
				...image,
				status: answer.status,
				type: answer.headers.get('content-type') ?? '',
				data: Buffer.from(await answer.arrayBuffer()),
			});
		} catch {
			fetched.push({ ...image, status: 0, type: '', data: Buffer.alloc(0) });
		}
	}

	return {
		hosts,
		/** Every image that was asked for so far. */
		fetched,
		/** Fetches the images that an order names. Never rejects. */
		async fetchFor({ requestId, body }: Pick<SimulatedJob, 'requestId' | 'body'>): Promise<void> {
			const { image_url: start, end_image_url: end } = body as ImageFields;
			const urls = [start, end].filter((url) => url !== undefined);
			await Promise.all(urls.map(async (url) => await fetchOne(requestId, url)));
		},
	};
}

interface ImageFields {
	readonly image_url?: string;
	readonly end_image_url?: string;
}
