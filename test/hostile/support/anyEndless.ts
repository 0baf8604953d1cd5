import fc from 'fast-check';
import type { INodeParameters } from 'n8n-workflow';
import { ALLOWED_BYTES, bomb, huge, runMeasured } from './measure';
import type { Reply } from './reply';
import { completed, type Script } from './service';

/** A call whose answer does not end. */
export interface Endless {
	readonly call: 'order' | 'status' | 'models' | 'balance' | 'redirect' | 'refusal';
	readonly start: string;
	readonly fill: string;
	readonly zipped: boolean;
}

const STARTS = [
	'',
	'{"id":"job-1"}',
	'{"request_id":"job-1","x":"',
	'{"data":[',
	'[[',
	'<html>',
	'"',
	'\ufeff',
];
const FILLS = [
	'x',
	' ',
	'1,',
	'[',
	'{"id":',
	'"',
	'\\',
	'\0',
	'\n',
	'<p>',
	'nj_sk_',
	'\\u005f',
	'id=',
	'é',
];

/** Any answer that does not end, to any call. */
export const anyEndless: fc.Arbitrary<Endless> = fc.record({
	call: fc.constantFrom('order', 'status', 'models', 'balance', 'redirect', 'refusal'),
	start: fc.constantFrom(...STARTS),
	fill: fc.constantFrom(...FILLS),
	zipped: fc.nat(3).map((one) => one === 3),
});

const order: Reply = { body: { request_id: 'job-1' } };

/** Runs against an answer of so many megabytes. */
export async function findOverflow(
	{ call, start, fill, zipped }: Endless,
	megabytes: number,
): Promise<string[]> {
	const reply = zipped ? bomb(start, megabytes) : huge(start, fill, megabytes);
	const usual: Script = { order, status: completed() };
	const scripts: Readonly<Record<Endless['call'], Script>> = {
		order: { ...usual, order: reply },
		status: { ...usual, status: [reply, completed()] },
		models: { ...usual, models: reply },
		balance: { balance: reply },
		redirect: { ...usual, order: { ...reply, status: 303, headers: { Location: '/x' } } },
		refusal: { ...usual, order: { ...reply, status: 400 } },
	};
	const parameters: INodeParameters = call === 'balance' ? { operation: 'getBalance' } : {};
	const { run, bytes } = await runMeasured(scripts[call], parameters);
	const isOver = run.items.length + run.failed.length === 1;
	return [
		...(bytes < ALLOWED_BYTES ? [] : [`${bytes} bytes were in use`]),
		...(isOver ? [] : ['nothing came out']),
	];
}
