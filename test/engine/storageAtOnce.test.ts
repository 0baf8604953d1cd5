import type { FileStore } from '../support/fileStore';
import { readWhole, useStoredRuns } from '../support/storedRuns';

const stored = useStoredRuns();

/** Five videos that are ready together. */
const createAndStore = async (mode: string, store: FileStore) =>
	await stored.createAndStore(mode, store, { items: [{}, {}, {}, {}, {}] });

/** A store that takes no file to its end before so many have begun, after the first ones that need not wait. */
function storeTogether(count: number, first = 0): FileStore {
	let begun = 0;
	let start = () => {};
	const started = new Promise<void>((resolve) => (start = resolve));
	return async (body) => {
		begun += 1;
		if (begun === count + first) start();
		if (begun > first) await started;
		return await readWhole(body);
	};
}

// In this order: what one run learns of n8n's storage, the next ones know.
describe('as many videos are stored at once as n8n can take without holding them whole', () => {
	it.each(['s3', 'database', 'azure'])('one in mode %s', async (mode) => {
		let now = 0;
		let most = 0;
		const { items } = await createAndStore(mode, async (body) => {
			now += 1;
			most = Math.max(most, now);
			const bytes = await readWhole(body);
			now -= 1;
			return bytes;
		});
		expect(items).toHaveLength(5);
		expect(most).toBe(1);
	});

	it('four after the first one on a disk', async () => {
		const { items } = await createAndStore('filesystem-v2', storeTogether(4, 1));
		expect(items).toHaveLength(5);
	});

	it('all five in a later run on a disk', async () => {
		const { items } = await createAndStore('filesystem-v2', storeTogether(5));
		expect(items).toHaveLength(5);
	});
});
