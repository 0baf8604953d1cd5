import { submit } from '../../../nodes/NinjaVideo/jobs/submit';
import { failure, success } from '../../../nodes/NinjaVideo/result';
import { anError, anOrder, aWorld } from '../../support/builders';

/** A service whose answer to an order is a fault that names ids; it knows the jobs of `known`. */
function setUp(known: readonly string[], kind: 'service-fault' | 'bad-input' = 'service-fault') {
	const fault = anError(kind, { possibleRequestIds: ['http 1', 'job 1'] });
	const world = aWorld({ scripts: { a: { submitFaults: [fault] } } });
	const asked: string[] = [];
	const service: typeof world.service = {
		...world.service,
		addressesOf: ({ requestId, otherIds = [] }) =>
			[requestId, ...otherIds].map((id) => ({ requestId: id, api: 'v1/video' as const })),
		identify: (job) => ({ ...job, requestId: known[0] ?? job.requestId }),
		async getStatus({ requestId }) {
			asked.push(requestId);
			return await Promise.resolve(
				known.includes(requestId)
					? success({ kind: 'processing' as const })
					: failure(anError('not-found')),
			);
		},
	};
	const run = async () => await world.clock.run(submit(anOrder('a'), { ...world, service }));
	return { world, asked, run };
}

describe('a fault in answer to an order that names ids', () => {
	it('is an order if a look finds the job, under the id that is known', async () => {
		const { world, asked, run } = setUp(['job 1']);
		expect(await run()).toMatchObject({ kind: 'ordered', job: { requestId: 'job 1' } });
		expect(asked).toEqual(['http 1', 'job 1']);
		expect(world.ledger.find(anOrder('a'))).toMatchObject({ kind: 'ordered' });
	});

	it('stays unknown if no look finds it', async () => {
		const { run } = setUp([]);
		expect(await run()).toMatchObject({
			kind: 'unknown',
			error: { facts: { possibleRequestIds: ['http 1', 'job 1'] } },
		});
	});

	it('is not looked up where the answer proves that nothing was charged', async () => {
		const { asked, run } = setUp(['job 1'], 'bad-input');
		expect((await run()).kind).toBe('refused');
		expect(asked).toEqual([]);
	});
});
