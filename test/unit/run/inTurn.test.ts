import type { HttpRequest } from '../../../nodes/NinjaVideo/api/http';
import { ScheduledRun } from '../../../nodes/NinjaVideo/pacing/scheduledRun';
import { Scheduler } from '../../../nodes/NinjaVideo/pacing/scheduler';
import { Timing } from '../../../nodes/NinjaVideo/pacing/timing';
import { inTurn } from '../../../nodes/NinjaVideo/run/createRun';
import { answer } from '../api/scriptedCall';
import { createVirtualClock } from '../../support/virtualClock';

const REQUEST: HttpRequest = { method: 'GET', url: 'https://a.b', headers: {}, timeoutMs: 10_000 };

it('a free call that waits for its turn is given up when the run has to end', async () => {
	const clock = createVirtualClock();
	const limitMs = clock.now() + 5000;
	const scheduler = new Scheduler(clock, new Timing(() => 60_000));
	const { signal } = new AbortController();
	const run = new ScheduledRun(scheduler, { requestsPerMinute: 1, signal });
	const sent: HttpRequest[] = [];
	const send = inTurn(
		async (request) => {
			sent.push(request);
			return await Promise.resolve(answer(200, ''));
		},
		run,
		{ clock, limitMs },
	);
	expect(await clock.run(send(REQUEST))).toMatchObject({ kind: 'answer' });
	expect(await clock.run(send(REQUEST))).toEqual({ kind: 'aborted', sent: false });
	expect(clock.now()).toBe(limitMs);
	expect(sent).toHaveLength(1);
});
