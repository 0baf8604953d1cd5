import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { createLedger } from '../../../nodes/NinjaVideo/jobs/ledger';
import { operations } from '../../../nodes/NinjaVideo/actions';
import { withCrashGuard } from '../../../nodes/NinjaVideo/run/crashGuard';
import { readRequests } from '../../../nodes/NinjaVideo/run/readOrders';
import { overCap } from '../../../nodes/NinjaVideo/run/spendControl';
import { contextOf, type Given } from './context';
import { toRow, type ErrorRow } from './row';

const PROMPT = { prompt: 'a dog', model: 'seedance-2' };

/** The error row a run hands out. */
function rowOf(when: string, output: INodeExecutionData[][]): ErrorRow {
	const { error, message, details } = output[0]?.[0]?.json ?? {};
	return toRow(when, {
		headline: String(error),
		advice: String(message),
		details: details as ErrorDetails,
	});
}

type ErrorDetails = Parameters<typeof toRow>[1]['details'];

async function refused(when: string, operation: string, given: Given): Promise<ErrorRow> {
	const run = operations[operation];
	if (run === undefined) throw new Error(`No operation ${operation}`);
	return rowOf(when, await run(contextOf(given)));
}

function refusedItem(when: string, items: readonly object[]): ErrorRow {
	const context = contextOf({});
	const inputs = items as ReadonlyArray<Readonly<Record<string, unknown>>>;
	const several: Partial<IExecuteFunctions> = {
		...context,
		getInputData: () => inputs.map(() => ({ json: {} })),
		getNodeParameter: ((name: string, index: number, fallback: unknown) => {
			const value = inputs[index]?.[name];
			return typeof value === 'function' ? (value as () => unknown)() : (value ?? fallback);
		}) as IExecuteFunctions['getNodeParameter'],
	};
	const read = readRequests(several as IExecuteFunctions, createLedger({}), 'automatic');
	const bad = read.flatMap((item) => (item.ok ? [] : [item.failure]))[0];
	if (bad === undefined) throw new Error(`Nothing is wrong with: ${when}`);
	return toRow(when, bad);
}

/** What is refused before anything is sent. */
export async function listRefusals(): Promise<ErrorRow[]> {
	const price = { videos: 12, cents: 6000 };
	const order = 'createAndWait';
	const key = { options: { idempotencyKey: 'row 7' } };
	return [
		await refused('The credential has no key', order, { credential: { apiKey: '' } }),
		await refused('Blanks around the key', order, { credential: { apiKey: ' nj_sk_1' } }),
		await refused('The key has another form', order, { credential: { apiKey: 'sk-1' } }),
		await refused('The base URL is no address', order, { credential: { baseUrl: 'ninjachat' } }),
		await refused('The base URL is not https', order, {
			credential: { baseUrl: 'http://ninjachat.ai' },
		}),
		await refused('An option is out of its range', order, {
			parameters: { options: { timeoutMinutes: -1 } },
		}),
		refusedItem('A field is wrong: see Fields', [{ ...PROMPT, duration: 40 }]),
		refusedItem('An expression fails for an item', [
			{
				...PROMPT,
				prompt() {
					throw new Error("Referenced node doesn't exist");
				},
			},
		]),
		refusedItem('Two items, one key', [
			{ ...PROMPT, ...key },
			{ ...PROMPT, ...key },
		]),
		await refused('Wait, Get Status without an ID', 'wait', {}),
		toRow('The run costs too much', overCap(price, 5000, [])),
		toRow('The same, partly paid before', overCap(price, 5000, ['REQUEST_ID'])),
		rowOf(
			'Retry of an execution lost in a crash',
			await withCrashGuard(contextOf({ mode: 'retry' }), async () => await Promise.resolve([[]])),
		),
		await refused('Get Balance under v1/video', 'getBalance', {
			credential: { apiVersion: 'v1/video' },
		}),
	];
}
