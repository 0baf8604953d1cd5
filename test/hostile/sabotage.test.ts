import fc from 'fast-check';
import type { OrderFacts } from '../../nodes/NinjaVideo/api/readOrder';
import { anyEndless, findOverflow } from './support/anyEndless';
import { anyWorld } from './support/anyWorld';
import { warmUp } from './support/measure';
import { play, PROMISES } from './support/promises';

type Modules = {
	readOrder: typeof import('../../nodes/NinjaVideo/api/readOrder');
	removeKey: typeof import('../../nodes/NinjaVideo/api/removeKey');
	readBody: typeof import('../../nodes/NinjaVideo/n8n/readBody');
};

/** The part that is broken at the moment. */
let broken: Partial<{
	readonly readOrder: Modules['readOrder']['readOrder'];
	readonly createKeyRemover: Modules['removeKey']['createKeyRemover'];
	readonly readBody: Modules['readBody']['readBody'];
}> = {};

jest.mock('../../nodes/NinjaVideo/api/readOrder', () => {
	const real = jest.requireActual<Modules['readOrder']>('../../nodes/NinjaVideo/api/readOrder');
	const readOrder: typeof real.readOrder = (...given) =>
		(broken.readOrder ?? real.readOrder)(...given);
	return { ...real, readOrder };
});
jest.mock('../../nodes/NinjaVideo/api/removeKey', () => {
	const real = jest.requireActual<Modules['removeKey']>('../../nodes/NinjaVideo/api/removeKey');
	const createKeyRemover: typeof real.createKeyRemover = (key) =>
		(broken.createKeyRemover ?? real.createKeyRemover)(key);
	return { ...real, createKeyRemover };
});
jest.mock('../../nodes/NinjaVideo/n8n/readBody', () => {
	const real = jest.requireActual<Modules['readBody']>('../../nodes/NinjaVideo/n8n/readBody');
	const readBody: typeof real.readBody = async (...given) =>
		await (broken.readBody ?? real.readBody)(...given);
	return { ...real, readBody };
});

/** Reads what the reference page shows, where it shows it. */
function readByPath(body: string): OrderFacts {
	let id: unknown;
	try {
		id = (JSON.parse(body) as { request_id?: unknown } | null)?.request_id;
	} catch {
		// No JSON, no id.
	}
	const ids = typeof id === 'string' && id !== '' ? [id] : [];
	return { ids, hasJobId: ids.length > 0, isVideoObject: false };
}

/** Reads a body to its end, however long that takes. */
async function readAll(body: unknown) {
	const chunks: Buffer[] = [];
	try {
		for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(Buffer.from(chunk));
	} catch {
		// Cut off.
	}
	return { text: Buffer.concat(chunks).toString('utf8'), isCut: false };
}

afterEach(() => {
	broken = {};
});

describe('the runs of answers that no contract promises find', () => {
	it.each<readonly [string, typeof broken, string]>([
		['a reader by path', { readOrder: readByPath }, 'every id'],
		['a key that is not removed', { createKeyRemover: () => (text) => text }, 'the key'],
		[
			'a key that is removed only where it is whole',
			{ createKeyRemover: (key) => (text) => text.split(key).join('') },
			'the key',
		],
		['a call without a total deadline', { readBody: readAll }, 'every call ends'],
	])('%s', async (_, part, name) => {
		const promise = PROMISES.find((one) => one.name.startsWith(name));
		const property = fc.asyncProperty(anyWorld, async (world) => {
			broken = part;
			expect(promise?.findBreaches(world, await play(world))).toEqual([]);
		});
		const { failed } = await fc.check(property, { numRuns: 100, seed: 1, endOnFailure: true });
		expect(failed).toBe(true);
	});

	it('a body that is read without a limit', async () => {
		await warmUp();
		const property = fc.asyncProperty(anyEndless, async (endless) => {
			broken = { readBody: readAll };
			expect(await findOverflow(endless, 100)).toEqual([]);
		});
		const { failed } = await fc.check(property, { numRuns: 20, seed: 1, endOnFailure: true });
		expect(failed).toBe(true);
	});
});
