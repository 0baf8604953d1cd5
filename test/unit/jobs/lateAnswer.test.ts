import { sendOrder } from '../../../nodes/NinjaVideo/jobs/sendOrder';
import { failure, success } from '../../../nodes/NinjaVideo/result';
import type { PaidCall } from '../../../nodes/NinjaVideo/videoService';
import { aJob, anError, anOrder, aWorld } from '../../support/builders';

describe('an answer that comes after its order was given up', () => {
	/** Sends an order that is given up, and a function that answers it late. */
	async function givenUp() {
		const world = aWorld({ scripts: { a: { submitFaults: [anError('aborted')] } } });
		const calls: PaidCall[] = [];
		const service = {
			...world.service,
			async submit(call: PaidCall) {
				calls.push(call);
				return await world.service.submit(call);
			},
		};
		const told: unknown[] = [];
		const deps = { ...world, service, onLate: (answer: unknown) => told.push(answer) };
		await world.clock.run(sendOrder(anOrder('a'), { api: 'v1/video' }, { purchase: 1 }, deps));
		return { world, told, answerLate: calls[0]!.onLate! };
	}
	const fault = anError('service-fault', { possibleRequestIds: ['job 1'] });

	it('is written down as the job it names', async () => {
		const { world, told, answerLate } = await givenUp();
		const answer = success(aJob({ requestId: 'job 1' }));
		answerLate(answer);
		expect(world.ledger.find(anOrder('a'))).toMatchObject({ job: { requestId: 'job 1' } });
		expect(told).toEqual([answer]);
	});

	it('is kept as evidence where it does not say whether the order was accepted', async () => {
		const { world, answerLate } = await givenUp();
		answerLate(failure(fault));
		expect(world.ledger.find(anOrder('a'))).toMatchObject({
			kind: 'unknown',
			evidence: { facts: { possibleRequestIds: ['job 1'] } },
		});
	});

	it('does not take away the job that is known by then', async () => {
		const { world, answerLate } = await givenUp();
		world.ledger.markOrdered(anOrder('a'), aJob({ requestId: 'job 2' }));
		answerLate(failure(fault));
		expect(world.ledger.find(anOrder('a'))).toMatchObject({ job: { requestId: 'job 2' } });
	});
});
