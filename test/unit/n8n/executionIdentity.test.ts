import type { IExecuteFunctions, WorkflowExecuteMode } from 'n8n-workflow';
import { idempotencyKeyOf, type Identity } from '../../../nodes/NinjaVideo/jobs/identity';
import { identityOf } from '../../../nodes/NinjaVideo/n8n/executionIdentity';

interface Host {
	readonly executionId?: string;
	readonly mode?: WorkflowExecuteMode;
	/** What n8n says of the execution; absent on a host that says nothing. */
	readonly began?: { readonly establishedAt?: number; readonly source?: string };
	/** The node's context, as this try found it. */
	readonly kept?: object;
	readonly hasLedger?: boolean;
	readonly installation?: string;
	readonly workflow?: string;
	readonly node?: string;
}

const BEGAN = { establishedAt: 1_700_000_000_000, source: 'webhook' };

function identify(host: Host = {}): Identity {
	const { kept = {}, began, installation = 'installation', workflow = 'workflow' } = host;
	const context = {
		getContext: () => kept,
		getExecutionId: () => host.executionId ?? '12',
		getMode: () => host.mode ?? 'webhook',
		getNode: () => ({ id: host.node ?? 'node' }),
		getWorkflow: () => ({ id: workflow }),
		getInstanceId: () => installation,
		...(began === undefined ? {} : { getExecutionContext: () => began }),
	};
	return identityOf(context as unknown as IExecuteFunctions, {
		isEmpty: () => host.hasLedger !== true,
		isOfOlderVersion: () => false,
	});
}

const saved = (kept: object) => JSON.parse(JSON.stringify(kept)) as object;
const keyOf = (host: Host) => idempotencyKeyOf(identify(host), { place: '0:0' }, 1);

describe('the root of an execution', () => {
	it('is the moment at which it began, so a retry and a retry of a retry have the same', () => {
		const retry = { mode: 'retry', began: BEGAN } as const;
		const roots = [
			identify({ began: BEGAN }),
			identify({ ...retry, executionId: '13' }),
			identify({ ...retry, executionId: '14' }),
		].map((identity) => identity.root());
		expect(new Set(roots)).toEqual(new Set([String(BEGAN.establishedAt)]));
	});

	it('is another in another execution', () => {
		const later = { ...BEGAN, establishedAt: BEGAN.establishedAt + 1 };
		expect(identify({ began: later }).root()).not.toBe(identify({ began: BEGAN }).root());
	});

	it('is the id of the first try where the host tells no moment, kept for its retries', () => {
		const kept = {};
		expect(identify({ kept, executionId: '12' }).root()).toBe('execution 12');
		const retry = identify({ kept: saved(kept), executionId: '13', mode: 'retry' });
		expect(retry.root()).toBe('execution 12');
	});

	it('has the execution id added where another execution began in the same moment, also for its retries', () => {
		const kept = {};
		const identity = identify({ began: BEGAN, kept, executionId: '12' });
		identity.addExecutionId();
		expect(identity.root()).toBe(`${BEGAN.establishedAt}+12`);
		const retry = { began: BEGAN, kept: saved(kept), executionId: '13', mode: 'retry' } as const;
		expect(identify(retry).root()).toBe(`${BEGAN.establishedAt}+12`);
	});

	it('is that of one execution only where n8n keeps nothing between its steps', () => {
		const [one, two] = [
			'0e6d7f0c-5f1e-4b9f-9a0e-3a4f2a1b5c6d',
			'7b0a6f51-5f1e-4b9f-9a0e-3a4f2a1b5c6d',
		].map((executionId) => identify({ executionId, began: BEGAN }));
		expect([one?.isForgetful, two?.isForgetful]).toEqual([true, true]);
		expect(one?.root()).not.toBe(two?.root());
	});
});

describe('a retry whose record a crash has lost', () => {
	const retry = { mode: 'retry' as const, executionId: '13' };

	it.each([
		['began anew as a retry, so the host saved no moment', { ...BEGAN, source: 'retry' }, true],
		['has the moment and source of the first try', BEGAN, false],
		['is on a host that tells nothing, and its context is empty', undefined, true],
	] as const)('is told by what the host knows: %s', (_, began, isRecordLost) => {
		const host = began === undefined ? retry : { ...retry, began };
		expect(identify(host).isRecordLost).toBe(isRecordLost);
	});

	it('is none where the ledger holds an order', () => {
		const began = { ...BEGAN, source: 'retry' };
		expect(identify({ ...retry, began, hasLedger: true }).isRecordLost).toBe(false);
	});

	it('is none in a first try', () => {
		expect(identify({ mode: 'manual' }).isRecordLost).toBe(false);
	});

	it('is still one in the next retry of it', () => {
		const kept = {};
		expect(identify({ ...retry, kept }).isRecordLost).toBe(true);
		expect(identify({ ...retry, kept: saved(kept), executionId: '14' }).isRecordLost).toBe(true);
	});
});

describe('an idempotency key', () => {
	it('is the same in every try of an execution', () => {
		const retry = { began: BEGAN, mode: 'retry', executionId: '99' } as const;
		expect(keyOf(retry)).toBe(keyOf({ began: BEGAN }));
	});

	it.each([
		['installation', { installation: 'another' }],
		['workflow', { workflow: 'another' }],
		['node', { node: 'another' }],
		['moment', { began: { ...BEGAN, establishedAt: 1 } }],
	])('is another for another %s', (_, change) => {
		expect(keyOf({ began: BEGAN, ...change })).not.toBe(keyOf({ began: BEGAN }));
	});

	it('under a unique key is the same in every execution', () => {
		const keys = [BEGAN, { ...BEGAN, establishedAt: 1 }].map((began) =>
			idempotencyKeyOf(identify({ began }), { place: 'key a', uniqueKey: 'row 7' }, 1),
		);
		expect(keys[0]).toBe(keys[1]);
	});
});
