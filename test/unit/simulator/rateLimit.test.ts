import { createRateLimiter } from '../../../simulator/rateLimit';
import { createVirtualSimulator, KEY, statusOf } from './virtualSimulator';

describe('the window', () => {
	const limiter = () => createRateLimiter({ requests: 2, windowMs: 10_000 });

	it('admits its number of requests and then says when to come back', () => {
		const { admit } = limiter();
		expect(admit('a', 0)).toEqual({ ok: true });
		expect(admit('a', 4_000)).toEqual({ ok: true });
		expect(admit('a', 4_500)).toEqual({ ok: false, retryAfterSeconds: 6 });
	});

	it('slides: a place is free when the oldest request is a window old', () => {
		const { admit } = limiter();
		admit('a', 0);
		admit('a', 4_000);
		expect(admit('a', 9_999).ok).toBe(false);
		expect(admit('a', 10_000).ok).toBe(true);
		expect(admit('a', 13_999).ok).toBe(false);
	});

	it('never says less than a second', () => {
		const { admit } = limiter();
		admit('a', 0);
		admit('a', 0);
		expect(admit('a', 9_999)).toEqual({ ok: false, retryAfterSeconds: 1 });
	});

	it('does not count what it refused', () => {
		const { admit } = limiter();
		admit('a', 0);
		admit('a', 0);
		for (let now = 1; now < 100; now++) admit('a', now);
		expect(admit('a', 10_000).ok).toBe(true);
		expect(admit('a', 10_000).ok).toBe(true);
	});

	it('is each account’s own', () => {
		const { admit } = limiter();
		admit('a', 0);
		admit('a', 0);
		expect(admit('b', 0).ok).toBe(true);
	});
});

describe('the API', () => {
	it('answers the 61st request in 60 seconds with 429 and Retry-After, and charges nothing', () => {
		const { app, clock, create, status, world } = createVirtualSimulator();
		for (let count = 0; count < 60; count++) status('unknown');
		clock.ms = 59_100;
		expect(create()).toMatchObject({
			status: 429,
			headers: { 'retry-after': '1' },
			body: '{"error":"rate_limit_exceeded","message":"Too many requests"}',
		});
		expect(world.charges()).toBe(0);
		clock.ms = 60_000;
		expect(statusOf(create())).toBe(200);
		expect(app.calls.map((call) => call.status).slice(-2)).toEqual([429, 200]);
	});

	it('does not count requests without a valid key', () => {
		const { create } = createVirtualSimulator({ rateLimit: { requests: 1, windowMs: 1_000 } });
		create(undefined, {});
		create(undefined, { authorization: 'Bearer nj_sk_wrong' });
		expect(statusOf(create(undefined, { authorization: `Bearer ${KEY}` }))).toBe(200);
		expect(statusOf(create())).toBe(429);
	});
});
