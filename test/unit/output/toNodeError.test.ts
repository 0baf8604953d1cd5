import type { IExecuteFunctions } from 'n8n-workflow';
import { toNodeError } from '../../../nodes/NinjaVideo/output/toNodeError';

const contextOf = (type: string, executionId = '42', mode = 'trigger', parameters = {}) =>
	({
		getNode: () => ({ name: 'Ninja Video', type, parameters }),
		getExecutionId: () => executionId,
		getMode: () => mode,
	}) as unknown as IExecuteFunctions;
const subWorkflow = (parameters: object) =>
	contextOf('n8n-nodes-ninja-video.ninjaVideo', '42', 'integrated', parameters);
const NODE = contextOf('n8n-nodes-ninja-video.ninjaVideo');
const SECOND_ENGINE = contextOf(
	'n8n-nodes-ninja-video.ninjaVideo',
	'01a21eb6-790a-75b9-8bf3-30f8a28de333',
);
const TOOL = contextOf('n8n-nodes-ninja-video.ninjaVideoTool');

const failureOf = (headline: string) => ({
	headline,
	advice: 'The video is paid for.',
	details: { request_id: 'veo:1', charged: 'yes' },
});

describe('the error that ends a run', () => {
	it.each([
		{ headline: 'The connection met ECONNREFUSED' },
		{ headline: 'The host met ETIMEDOUT' },
		{ headline: 'NinjaChat answered with 429' },
		{ headline: 'getaddrinfo ENOTFOUND ninjachat.ai' },
		{ headline: 'timeout' },
	])('keeps our words although n8n has its own for them: $headline', ({ headline }) => {
		const error = toNodeError(NODE, { failure: failureOf(headline), itemIndex: 2 });
		expect(error.message).toBe(`${headline} [item 2] (request ID veo:1)`);
		expect(error.description).toBe('The video is paid for.');
	});

	it('carries item and details for whoever looks closer', () => {
		const error = toNodeError(NODE, { failure: failureOf('It failed'), itemIndex: 0 });
		expect(error.context).toMatchObject({
			itemIndex: 0,
			details: { request_id: 'veo:1', charged: 'yes' },
		});
	});

	it('names no item where the whole run was refused', () => {
		const error = toNodeError(NODE, { failure: failureOf('It failed'), itemIndex: undefined });
		expect(error.message).toBe('It failed (request ID veo:1)');
		expect(error.context.itemIndex).toBeUndefined();
	});

	it('names every other video of the run', () => {
		const others = ['item 0: veo:0 (completed)', 'item 2: veo:2 (processing)'];
		const error = toNodeError(NODE, { failure: failureOf('It failed'), itemIndex: 1, others });
		for (const other of others) expect(error.description).toContain(other);
		expect(error.description).toMatch(/Retrying this execution 42 .*does not pay for them again/);
	});

	it('says in a sub-workflow, where its caller sees it, that a retry of the caller orders again', () => {
		const { message } = toNodeError(subWorkflow({ operation: 'create' }), {
			failure: failureOf('It failed'),
			itemIndex: 1,
			others: ['item 0: veo:0 (completed)'],
		});
		expect(message).toMatch(/^It failed \[item 1\] \(request ID veo:1\)\. .*item 0: veo:0/);
		expect(message).toMatch(
			/ran as a sub-workflow: retrying the workflow that called it orders these videos again\. Fetch them with 'Wait', .*Unique Key/,
		);
		expect(message).not.toContain('does not pay for them again');
	});

	it('says in a sub-workflow whose items have a Unique Key that a retry of the caller picks those up', () => {
		const { message } = toNodeError(subWorkflow({ uniqueKey: '={{ $json.id }}' }), {
			failure: failureOf('It failed'),
			itemIndex: 0,
		});
		expect(message).toMatch(
			/retrying the workflow that called it picks up the videos that have a Unique Key, and orders the others again/,
		);
	});

	it.each([
		{ what: 'nothing was charged', parameters: {}, charged: 'no' },
		{ what: 'it only waited', parameters: { operation: 'wait' }, charged: 'yes' },
	])('says nothing of retries in a sub-workflow where $what', ({ parameters, charged }) => {
		const failure = { ...failureOf('It failed'), details: { charged } };
		const error = toNodeError(subWorkflow(parameters), { failure, itemIndex: 0 });
		expect(`${error.message} ${String(error.description)}`).not.toMatch(/[Rr]etrying/);
	});

	it("says everything in its message on n8n's second engine, which keeps nothing else and retries nothing", () => {
		const others = ['item 0: veo:0 (completed)'];
		const error = toNodeError(SECOND_ENGINE, {
			failure: failureOf('It failed'),
			itemIndex: 1,
			others,
		});
		expect(error.message).toBe(
			"It failed [item 1] (request ID veo:1). The video is paid for. Other videos of this run: item 0: veo:0 (completed). Fetch each with 'Wait', which costs nothing: this execution cannot be retried, and a new one orders again what has no Unique Key.",
		);
	});

	it('says everything in its message to an agent, which sees nothing else', () => {
		const error = toNodeError(TOOL, { failure: failureOf('It failed'), itemIndex: 0 });
		expect(error.message).toBe(
			'It failed (request ID veo:1). The video is paid for: do not order it again. Ask for its status with the request_id veo:1, which is free.',
		);
	});

	it.each([
		{ details: { charged: 'no' }, message: 'It failed [item 0]' },
		// The service names its HTTP requests so too: of an order that it refused it is no video's id.
		{ details: { charged: 'no', possible_request_ids: ['a'] }, message: 'It failed [item 0]' },
		{ details: { charged: 'unknown' }, message: 'It failed [item 0]: it may have been charged' },
		{
			details: { charged: 'unknown', request_id: 'veo:1' },
			message: 'It failed [item 0]: it may have been charged (request ID veo:1)',
		},
		{
			details: { charged: 'unknown', possible_request_ids: ['a', 'b'] },
			message: 'It failed [item 0]: it may have been charged (request ID a or b)',
		},
	])('ends its message with what a calling workflow has to know: $message', (expected) => {
		const failure = { headline: 'It failed', advice: 'Wait.', details: expected.details };
		expect(toNodeError(NODE, { failure, itemIndex: 0 }).message).toBe(expected.message);
	});
});
