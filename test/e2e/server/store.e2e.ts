/* eslint-disable @n8n/community-nodes/no-restricted-imports -- writes a node for n8n to load */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { printFigures } from '../support/figures';
import { STAGES } from '../support/globalSetup';
import { openStage, type Stage } from '../support/stage';
import { chain, node, start } from '../support/workflows';

/** Marks that the package keeps for a node at most. */
const BOUND = 7000;
const CALLS = 200;
const LONG_MS = 300_000;

/** Fills the store of n8n's Remove Duplicates to the bound, then times the calls that an order makes. */
const TIMER_NODE = `
class StoreTimer {
	description = {
		displayName: 'Store Timer', name: 'storeTimer', group: ['transform'], version: 1,
		description: 'Times the store', defaults: { name: 'Store Timer' },
		inputs: ['main'], outputs: ['main'], properties: [],
	};
	async execute() {
		const options = { mode: 'entries', maxEntries: ${BOUND} };
		const marks = (call, count) => Array.from({ length: count }, (_, i) => 'mark ' + call + ' ' + i);
		await this.helpers.checkProcessedAndRecord(marks('first', ${BOUND}), 'node', options);
		const timed = async (work) => {
			const times = [];
			for (let call = 0; call < ${CALLS}; call += 1) {
				const began = performance.now();
				await work(call);
				times.push(performance.now() - began);
			}
			times.sort((a, b) => a - b);
			return { median: times[${CALLS / 2}], slowest: times[${CALLS * 0.95}] };
		};
		const json = {
			record: await timed((call) => this.helpers.checkProcessedAndRecord(marks(call, 3), 'node', options)),
			find: await timed((call) => this.helpers.checkProcessedAndRecord(marks(call, 3), 'node', options)),
			remove: await timed((call) => this.helpers.removeProcessed(marks(call, 3), 'node', options)),
			count: await this.helpers.getProcessedDataCount('node', options),
		};
		return [[{ json }]];
	}
}
module.exports = { StoreTimer };
`;

interface Times {
	readonly median: number;
	/** Slower than 95 in 100. */
	readonly slowest: number;
}

let stage: Stage;
beforeAll(async () => {
	const folder = join(STAGES, 'store-nodes');
	await mkdir(folder, { recursive: true });
	await writeFile(join(folder, 'StoreTimer.node.js'), TIMER_NODE);
	stage = await openStage('store', { env: { N8N_CUSTOM_EXTENSIONS: folder } });
}, LONG_MS);
afterAll(async () => {
	await stage?.close();
});

it(
	"n8n's store of marks keeps to its bound, and its calls are timed there",
	async () => {
		const id = await stage.save(chain('Store', [start(), node('Timer', 'CUSTOM.storeTimer')]));
		const execution = await stage.client.runToEnd(id, 'Start');
		expect(execution.error).toBeUndefined();
		const json = execution.items('Timer')[0]?.json as unknown as {
			readonly [act in 'record' | 'find' | 'remove']: Times;
		} & { readonly count: number };
		const inWords = ({ median, slowest }: Times) =>
			`${median.toFixed(1)} ms, 95 in 100 under ${slowest.toFixed(1)} ms`;
		printFigures({
			[`Recording 3 marks beside ${BOUND}, SQLite`]: inWords(json.record),
			'Finding 3 marks': inWords(json.find),
			'Removing 3 marks': inWords(json.remove),
		});
		expect(json.count).toBe(BOUND - 3 * CALLS);
	},
	LONG_MS,
);
