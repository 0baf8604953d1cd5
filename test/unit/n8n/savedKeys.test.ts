import type { IDataObject, IExecuteFunctions, WorkflowExecuteMode } from 'n8n-workflow';
import {
	createUniqueKeys,
	MOST_KEYS,
	type KeyRecord,
} from '../../../nodes/NinjaVideo/jobs/uniqueKeys';
import { savedKeysOf, type LiveData } from '../../../nodes/NinjaVideo/n8n/savedKeys';
import { aJob } from '../../support/builders';

const RECORD: KeyRecord = { purchase: 1, evaluated: 'a', label: 'a dog', job: aJob() };

/** The unique keys of a node, in the static data of its workflow. */
function keysOf(
	data: IDataObject,
	{ id = 'node 1', name = 'Ninja Video', mode = 'trigger' as WorkflowExecuteMode } = {},
	live: LiveData = new Set(),
) {
	const context = {
		getMode: () => mode,
		getNode: () => ({ id, name }),
		getWorkflowStaticData: (type: string) => {
			expect(type).toBe('global');
			return data;
		},
	};
	return savedKeysOf(context as unknown as IExecuteFunctions, live);
}

const saved = (data: IDataObject) => JSON.parse(JSON.stringify(data)) as IDataObject;

it('a unique key is found in the data that n8n saved with the workflow', () => {
	const data = {};
	keysOf(data).write?.('key 1', RECORD);
	expect(keysOf(saved(data)).read()).toEqual({ 'key 1': RECORD });
});

it('a renamed node finds its unique keys', () => {
	const data = {};
	keysOf(data, { name: 'Before' }).write?.('key 1', RECORD);
	expect(keysOf(data, { name: 'After' }).read()).toHaveProperty('key 1');
});

it('another node of the workflow does not know them', () => {
	const data = {};
	keysOf(data).write?.('key 1', RECORD);
	expect(keysOf(data, { id: 'node 2' }).read()).toEqual({});
});

it('writing a unique key leaves alone what other nodes keep in the workflow', () => {
	const data: IDataObject = { feed: { lastId: 7 } };
	keysOf(data).write?.('key 1', RECORD);
	keysOf(data, { id: 'node 2' }).write?.('key 2', RECORD);
	expect(data.feed).toEqual({ lastId: 7 });
	expect(keysOf(data).read()).toEqual({ 'key 1': RECORD });
});

it('reading writes nothing into a workflow that has no unique keys', () => {
	const data = {};
	expect(keysOf(data).read()).toEqual({});
	expect(data).toEqual({});
});

it('a retry reads unique keys and never writes them, because n8n would save old data of others with them', () => {
	const data = {};
	keysOf(data).write?.('key 1', RECORD);
	const inRetry = keysOf(data, { mode: 'retry' });
	expect(inRetry.read()).toHaveProperty('key 1');
	expect(inRetry.write).toBeUndefined();
});

it('a unique key is in what n8n saves, whichever of two overlapping executions ends last', () => {
	const [first, second] = [{}, {}];
	const live: LiveData = new Set();
	const inProcess = { store: {}, lines: new Map() };
	const [keysOfFirst, keysOfSecond] = [first, second].map((data) =>
		createUniqueKeys(inProcess, keysOf(data, {}, live)),
	);
	keysOfFirst?.remember('a', RECORD);
	keysOfSecond?.remember('b', { ...RECORD, label: 'a cat' });
	expect(saved(first)).toEqual(saved(second));
	expect(Object.keys(keysOf(first).read())).toHaveLength(2);
});

it('an execution that began with old data saves the unique keys that others have ordered meanwhile', () => {
	const inProcess = { store: {}, lines: new Map() };
	createUniqueKeys(inProcess, keysOf({})).remember('a', RECORD);
	const old = {};
	createUniqueKeys(inProcess, keysOf(old));
	expect(Object.values(keysOf(old).read())).toEqual([RECORD]);
});

it('what is saved of a unique key is a hash', () => {
	const data = {};
	const keys = createUniqueKeys({ store: {}, lines: new Map() }, keysOf(data));
	keys.remember('row of 4711', RECORD);
	expect(keys.find('row of 4711')).toEqual(RECORD);
	expect(JSON.stringify(data)).toMatch(/"key [0-9a-f]{24}"/);
	expect(JSON.stringify(data)).not.toContain('4711');
});

it('the newest 2,000 keys are kept and the oldest forgotten', () => {
	expect(MOST_KEYS).toBe(2000);
	const data = {};
	const keys = keysOf(data);
	for (let count = 0; count <= MOST_KEYS; count += 1) keys.write?.(`key ${count}`, RECORD);
	const names = Object.keys(keys.read());
	expect([names.length, names[0], names.at(-1)]).toEqual([MOST_KEYS, 'key 1', `key ${MOST_KEYS}`]);
});
