/* eslint-disable @n8n/community-nodes/no-restricted-imports -- drives real programs; not part of the package */
import { readdir } from 'node:fs/promises';
import { until } from '../../../tools/host/until';
import type { RecordedCall } from '../../../simulator/app';
import { jobsOf as jobsOfKey, PARKED, rowOf as rowOfKey, saveDurable } from '../support/durable';
import { openStage, type Stage } from '../support/stage';

/** A night's restart and a parked wait, on a slow machine. In milliseconds. */
const LONG_MS = 400_000;

let stage: Stage;
/** What happens at a call to the simulator, before its answer leaves. */
let onCall: (call: RecordedCall) => void = () => {};
beforeAll(async () => {
	stage = await openStage('durable', { simulator: { onCall: (call) => onCall(call) } });
});
afterAll(async () => {
	await stage?.close();
});
beforeEach(() => {
	onCall = () => {};
});

const saveExample = async (key: string, waitSeconds: number) =>
	await saveDurable(stage, [key], waitSeconds);
const rowOf = async (key: string) => await rowOfKey(stage, key);
const jobsOf = (key: string) => jobsOfKey(stage, key);

async function expectDelivered(key: string): Promise<void> {
	await until(
		`the row of ${key} to be done`,
		async () => (await rowOf(key))?.status === 'done',
		LONG_MS / 2,
	);
	expect(await readdir(stage.filesFolder)).toContain(`${key}.mp4`);
	expect(jobsOf(key)).toHaveLength(1);
	expect(stage.simulator.world.chargesFor(jobsOf(key)[0]?.requestId ?? '')).toBe(1);
}

/** Kills n8n as a power cut would, at the first call that fits. */
function killAtCall(fits: (call: RecordedCall) => boolean): Promise<void> {
	return new Promise((resolve) => {
		onCall = (call) => {
			if (!fits(call)) return;
			onCall = () => {};
			void stage.n8n().kill().then(resolve);
		};
	});
}

const MOMENTS = [
	{ moment: 'a look at the status', fits: (call: RecordedCall) => call.path.includes('/status') },
	{ moment: 'the download', fits: (call: RecordedCall) => call.path.startsWith('/videos/') },
];

describe('a power cut', () => {
	it.each(MOMENTS)(
		'a video is delivered for one charge after a power cut during $moment',
		async ({ moment, fits }) => {
			const key = moment.replaceAll(' ', '-');
			const id = await saveExample(key, 1);
			const killed = killAtCall(fits);
			await stage.client.run(id, 'Start Now');
			await killed;
			expect(jobsOf(key)).toHaveLength(1);

			await stage.startAgain();
			await stage.client.run(id, 'Start Now');
			await expectDelivered(key);
		},
		LONG_MS,
	);

	it(
		'a video is ordered once after a power cut before its order left',
		async () => {
			const id = await saveExample('before', 1);
			await stage.client.run(id, 'Start Now');
			await stage.n8n().kill();
			expect(jobsOf('before')).toHaveLength(0);

			await stage.startAgain();
			await stage.client.run(id, 'Start Now');
			await expectDelivered('before');
		},
		LONG_MS,
	);

	it(
		'a video is delivered for one charge after a power cut when its request ID was just written down',
		async () => {
			const id = await saveExample('written', 30);
			await stage.client.run(id, 'Start Now');
			await until('the request ID in the table', async () => {
				const requestId = (await rowOf('written'))?.request_id;
				return typeof requestId === 'string' && requestId !== '';
			});
			await stage.n8n().kill();

			await stage.startAgain();
			await stage.client.run(await saveExample('written', 1), 'Start Now');
			await expectDelivered('written');
		},
		LONG_MS,
	);

	it(
		'an execution that is parked in Wait goes on by itself after a power cut',
		async () => {
			const id = await saveExample('parked', PARKED);
			const executionId = await stage.client.run(id, 'Start Now');
			await until(
				'the execution to be parked',
				async () => (await stage.client.readExecution(executionId)).status === 'waiting',
			);
			await stage.n8n().kill();
			await stage.startAgain();
			await expectDelivered('parked');
		},
		LONG_MS,
	);

	it(
		'a video whose order was being answered at a power cut is never ordered again, and the row says what to do',
		async () => {
			const id = await saveExample('unanswered', 1);
			const killed = killAtCall((call) => call.method === 'POST');
			await stage.client.run(id, 'Start Now');
			await killed;
			expect(jobsOf('unanswered')).toHaveLength(1);

			await stage.startAgain();
			await stage.client.run(id, 'Start Now');
			const row = await until('the order to be reported', async () => {
				const reported = await rowOf('unanswered');
				return reported?.status === 'unknown' && reported;
			});
			expect(row.note).toMatch(/balance/i);
			const again = await stage.client.run(id, 'Start Now');
			await stage.client.waitForEnd(again);
			expect(jobsOf('unanswered')).toHaveLength(1);
		},
		LONG_MS,
	);
});
