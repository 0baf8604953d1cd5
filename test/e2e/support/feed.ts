import { listen } from '../../../simulator/listener';

/** One entry of a feed. */
export interface FeedEntry {
	readonly guid: string;
	readonly title: string;
	/** When it was published, in milliseconds since the epoch. */
	readonly at: number;
}

const toItem = ({ guid, title, at }: FeedEntry) =>
	`<item><guid isPermaLink="false">${guid}</guid><title>${title}</title><link>https://example.com/${guid}</link>` +
	`<description>About ${title}</description><pubDate>${new Date(at).toUTCString()}</pubDate></item>`;

/** An RSS feed on loopback whose entries a test can change. */
export async function startFeed() {
	let entries: readonly FeedEntry[] = [];
	let reads = 0;
	const listener = await listen(0, 0, () => {
		reads += 1;
		return {
			kind: 'reply',
			status: 200,
			headers: { 'content-type': 'application/rss+xml' },
			body: `<?xml version="1.0"?><rss version="2.0"><channel><title>News</title><link>https://example.com</link><description>News</description>${entries.map(toItem).join('')}</channel></rss>`,
		};
	});
	return {
		url: `${listener.url}/feed.xml`,
		/** Puts these entries into the feed, in place of those that were in it. */
		publish(next: readonly FeedEntry[]): void {
			entries = next;
		},
		/** How often it was read. */
		reads: () => reads,
		close: async () => await listener.close(),
	};
}
