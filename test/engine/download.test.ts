import type { IDataObject } from 'n8n-workflow';
import { clipOf } from '../../simulator/clip';
import { readBinary, runWorkflow } from '../support/engine';
import { speedUpTime } from '../support/fastTime';
import { flowFor, KEY, startFastSimulator, type Simulation } from '../support/simulation';

speedUpTime();

let simulation: Simulation;
beforeEach(async () => {
	simulation = await startFastSimulator();
});
afterEach(async () => await simulation.close());

/** The file of the only video that was ordered. */
function clip(): Buffer {
	const [job] = [...simulation.world.jobs.values()];
	return Buffer.from(clipOf(job!.body));
}

const downloading = { downloadVideo: true };

it('a download puts the MP4 into the field of the user’s choice, byte for byte', async () => {
	const options = { outputField: 'clip' };
	const { error, items } = await runWorkflow(flowFor(simulation, { ...downloading, options }));
	expect(error).toBeUndefined();
	const [item] = items;
	expect(item?.binary?.clip).toMatchObject({ mimeType: 'video/mp4', fileExtension: 'mp4' });
	expect(item?.binary?.clip?.fileName).toMatch(/^[A-Za-z0-9_-]+\.mp4$/);
	expect((await readBinary(item!, 'clip')).equals(clip())).toBe(true);
});

it('the key is never sent to the video host', async () => {
	await runWorkflow(flowFor(simulation, downloading));
	expect(simulation.videoHost.calls.length).toBeGreaterThan(0);
	expect(JSON.stringify(simulation.videoHost.calls)).not.toContain(KEY);
});

it.each([
	['a 503', 'video-unavailable'],
	['a reset', 'video-reset'],
	['a file that breaks off', 'video-truncated'],
	['a URL that has expired', 'video-expired'],
	['a URL that is gone', 'video-not-found'],
] as const)('a download survives %s once, without a new charge', async (_, name) => {
	simulation.faults.add({ name, on: 'video' });
	const { error, items } = await runWorkflow(flowFor(simulation, downloading));
	expect(error).toBeUndefined();
	expect((await readBinary(items[0]!, 'data')).equals(clip())).toBe(true);
	expect(simulation.world.charges()).toBe(1);
});

it.each([
	['a host that stays down', 'video-unavailable', {}, /answered with 503/],
	['a web page', 'video-html', {}, /not a video but text\/html/],
	[
		'a file over the size cap',
		undefined,
		{ maxFileSizeMegabytes: 0.01 },
		/over the maximum of 0\.01 MB/,
	],
] as const)(
	'%s leaves the URL and the request id in the error row',
	async (_, name, options, text) => {
		if (name !== undefined) simulation.faults.add({ name, on: 'video', times: Infinity });
		const node = { onError: 'continueErrorOutput' } as const;
		const { failed } = await runWorkflow(
			flowFor(simulation, { ...downloading, options }, { node }),
		);
		expect(failed[0]?.json.error).toMatch(text);
		const details = failed[0]?.json.details as IDataObject;
		expect(details).toMatchObject({ status: 'completed', charged: 'yes', code: 'download_failed' });
		expect(details.request_id).toEqual(expect.any(String));
		expect(details.video_url).toMatch(/^http/);
		expect(simulation.world.charges()).toBe(1);
	},
);
