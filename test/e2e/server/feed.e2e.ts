/* eslint-disable @n8n/community-nodes/no-restricted-imports -- drives real programs; not part of the package */
import { readdir } from 'node:fs/promises';
import { readExample, withParameters } from '../../../tools/host/examples';
import { until } from '../../../tools/host/until';
import type { RecordedCall } from '../../../simulator/app';
import { type FeedEntry, startFeed } from '../support/feed';
import { openStage, type Stage } from '../support/stage';

const MINUTE_MS = 60_000;

let stage: Stage;
let feed: Awaited<ReturnType<typeof startFeed>>;
let workflowId: string;
/** What happens at a call to the simulator, before its answer leaves. */
let onCall: (call: RecordedCall) => void = () => {};
beforeAll(async () => {
	feed = await startFeed();
	stage = await openStage('feed', { simulator: { onCall: (call) => onCall(call) } });
	const example = await readExample('rss-to-video.json', stage.filesFolder);
	const triggered = withParameters(example, 'RSS Feed Trigger', {
		feedUrl: feed.url,
		pollTimes: { item: [{ mode: 'everyHour' }] },
	});
	workflowId = await stage.save(
		withParameters(triggered, 'The Rest Tomorrow', { amount: 1, unit: 'seconds' }),
	);
});
afterAll(async () => {
	await stage?.close();
	await feed?.close();
});

const began = Date.now();
const entry = (guid: string, minutes: number, title = `Story ${guid}`): FeedEntry => ({
	guid,
	title,
	at: began + minutes * MINUTE_MS,
});
const charges = () => stage.simulator.world.charges();
const videos = async () =>
	(await readdir(stage.filesFolder)).filter((name) => name.endsWith('.mp4'));
const executions = async () => await stage.client.listExecutions(workflowId);
/** The entries that a video was ordered for, in order. */
const ordered = () =>
	[...stage.simulator.world.jobs.values()].map(
		({ body }) => /^A short film about: (.*)\. About \1$/.exec(body.prompt)?.[1],
	);

/** n8n reads a feed once a minute at most, but also whenever a workflow is published. */
async function poll(): Promise<void> {
	const before = feed.reads();
	await stage.client.deactivate(workflowId);
	await stage.client.activate(workflowId);
	await until('the feed to be read', () => feed.reads() > before);
}

/** Polls, and waits until so many executions are there and have ended well. */
async function pollUntilDone(count: number): Promise<void> {
	await poll();
	await until(`${count} executions to end`, async () => {
		const all = await executions();
		return all.length === count && all.every(({ status }) => status === 'success');
	});
}

it('makes one video of each new entry, and none of those that are there at first', async () => {
	feed.publish([entry('old', -60)]);
	await poll();
	feed.publish([entry('boats', 1), entry('old', -60)]);
	await pollUntilDone(1);
	expect(ordered()).toEqual(['Story boats']);
	expect(await videos()).toHaveLength(1);
});

it('knows after a restart what it has made, also when an entry comes again with a new date', async () => {
	// No publishing is under way here: n8n would take it up again only minutes after the restart.
	await stage.n8n().kill();
	await stage.startAgain();
	feed.publish([entry('trains', 4), entry('boats', 3, 'Boats, corrected')]);
	await pollUntilDone(2);
	await poll();
	expect(ordered()).toEqual(['Story boats', 'Story trains']);
	expect(await videos()).toHaveLength(2);
});

it('makes one video of two entries with the same ID in one feed', async () => {
	const before = charges();
	feed.publish([entry('twin', 6, 'Twin, corrected'), entry('twin', 5, 'Twin')]);
	await pollUntilDone(3);
	expect(ordered().slice(before)).toEqual(['Twin, corrected']);
});

it('makes every entry of a flood: the five newest first, the others later, each once', async () => {
	const before = charges();
	const flood = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((guid, index) => entry(guid, 10 + index));
	feed.publish([...flood, entry('twin', 7, 'Twin once more')]);
	await pollUntilDone(4);
	await poll();
	const made = ordered().slice(before);
	expect(made.slice(0, 5).sort()).toEqual(['c', 'd', 'e', 'f', 'g'].map((guid) => `Story ${guid}`));
	expect(made.slice(5).sort()).toEqual(['Story a', 'Story b']);
	expect(charges()).toBe(before + flood.length);
	expect(await videos()).toHaveLength(before + flood.length);
});

it('Retry after a crash orders no entry again, and the log has the request IDs', async () => {
	const before = charges();
	feed.publish([entry('boat', 30), entry('train', 31)]);
	const killed = new Promise<void>((resolve) => {
		onCall = ({ path }) => {
			if (!path.includes('/status')) return;
			onCall = () => {};
			void stage.n8n().kill().then(resolve);
		};
	});
	await poll();
	await killed;
	await stage.startAgain();
	const crashed = await until('the crash to be noticed', async () =>
		(await executions()).find(({ status }) => status === 'crashed'),
	);
	expect(charges()).toBe(before + 2);

	const retried = await stage.client.retry(crashed.id);
	expect(retried.items('Once per Check')).toHaveLength(2);
	expect(retried.items('New Entries Only')).toEqual([]);
	expect(charges()).toBe(before + 2);
	const log = await stage.n8n().readLog();
	const requestIds = [...stage.simulator.world.jobs.keys()].slice(-2);
	expect(requestIds.filter((id) => log.includes(`Ordered ${id}`))).toEqual(requestIds);
}, 300_000);
