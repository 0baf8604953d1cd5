/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- looks into n8n's storage */
import { readdirSync } from 'node:fs';
import type { IDataObject } from 'n8n-workflow';
import { runWorkflow } from '../support/engine';
import type { FileStore } from '../support/fileStore';
import { flowFor } from '../support/simulation';
import { readWhole, useStoredRuns } from '../support/storedRuns';

const { createAndStore: createInto, simulation } = useStoredRuns();
const node = { onError: 'continueErrorOutput' } as const;
const createAndStore = async (store: FileStore) =>
	await createInto('filesystem-v2', store, { node });

const TOO_LARGE =
	'Failed to write binary file "a.mp4" (5f0c1d1e-97e5-4bb1-b0f4-0123456789ab) because its size of 600.5 MB exceeds the max size limit of 512 MB set for `database` mode. Consider increasing `N8N_BINARY_DATA_DATABASE_MAX_FILE_SIZE` up to 1 GB, or using S3 storage mode if you require writes larger than 1 GB.';

describe('a video that n8n cannot store is downloaded once, and the error says why in n8n’s own words', () => {
	it.each<readonly [string, string, FileStore]>([
		[
			'the disk is full',
			'ENOSPC: no space left on device, write',
			async (body) => {
				for await (const chunk of body) {
					if (chunk.length > 0) throw new Error('ENOSPC: no space left on device, write');
				}
				return 0;
			},
		],
		[
			'the file is over the limit of the database',
			TOO_LARGE,
			async (body) => {
				await readWhole(body);
				throw new Error(TOO_LARGE);
			},
		],
		[
			'S3 is away',
			'connect ECONNREFUSED 10.0.0.9:443',
			async (body) => {
				await readWhole(body);
				throw new Error('connect ECONNREFUSED 10.0.0.9:443');
			},
		],
		[
			'the storage refuses before it reads a byte',
			"EACCES: permission denied, mkdir '/data'",
			async () => await Promise.reject(new Error("EACCES: permission denied, mkdir '/data'")),
		],
	])('%s', async (_, words, store) => {
		const { failed } = await createAndStore(store);
		expect(failed).toHaveLength(1);
		expect(failed[0]?.json.error).toBe(`The video is ready but n8n could not store it: ${words}`);
		const details = failed[0]?.json.details as IDataObject;
		expect(details).toMatchObject({ status: 'completed', charged: 'yes', code: 'storage_failed' });
		expect(failed[0]?.json.message).toContain(details.request_id);
		expect(failed[0]?.json.message).toContain(details.video_url);
		expect(simulation().videoHost.calls).toHaveLength(1);
		expect(simulation().world.charges()).toBe(1);
	});
});

it('n8n’s storage gets no byte of a web page that a host sends in place of a video', async () => {
	simulation().faults.add({ name: 'video-html', on: 'video', times: Infinity });
	let stores = 0;
	const { failed } = await createAndStore(async (body) => {
		stores += 1;
		return await readWhole(body);
	});
	expect(failed[0]?.json.error).toMatch(/not a video/);
	expect(stores).toBe(0);
});

it.each([
	['is cut every time', 'video-truncated', {}],
	['is over the size cap', undefined, { maxFileSizeMegabytes: 0.01 }],
] as const)('a file that %s leaves nothing in n8n’s storage', async (_, name, options) => {
	if (name !== undefined) simulation().faults.add({ name, on: 'video', times: Infinity });
	const listFiles = () =>
		readdirSync(process.env.N8N_USER_FOLDER ?? '', { recursive: true })
			.map(String)
			.filter((path) => path.includes('binary_data/'));
	const before = listFiles();
	const { failed } = await runWorkflow(
		flowFor(simulation(), { downloadVideo: true, options }, { node }),
	);
	expect(failed).toHaveLength(1);
	expect(listFiles()).toEqual(before);
});
