import { DaySpend, type UsageAnswer } from '../../../nodes/NinjaVideo/jobs/daySpend';

const HOUR_MS = 3_600_000;

/** A day's count under a clock that is set by hand; `answers` are what the service says in turn. */
function aDay(...answers: UsageAnswer[]) {
	const time = { ms: 1_000_000 };
	const spend = new DaySpend({ now: () => time.ms, sleep: async () => await Promise.resolve() });
	let asked = 0;
	const budget = spend.budget(1200, async () => {
		asked += 1;
		return await Promise.resolve(answers.shift() ?? 'unavailable');
	});
	return { time, spend, budget, asked: () => asked };
}

describe('what is spent per day', () => {
	it('is what the service says, and what was ordered or is in flight since', async () => {
		const { budget, time } = aDay(500);
		await budget.refresh?.();
		time.ms += 1;
		budget.commit(300);
		budget.charge(400);
		expect(budget.committedCents()).toBe(1200);
	});

	it('no longer has what the next answer of the service contains', async () => {
		const { budget, time } = aDay(0, 300);
		await budget.refresh?.();
		budget.charge(300);
		time.ms += 31_000;
		await budget.refresh?.();
		expect(budget.committedCents()).toBe(300);
	});

	it('is asked for once in 30 seconds, by all runs together', async () => {
		const { budget, asked, time } = aDay(0, 0);
		await Promise.all([budget.refresh?.(), budget.refresh?.()]);
		time.ms += 29_000;
		await budget.refresh?.();
		expect(asked()).toBe(1);
	});

	it('is the own count of 24 hours where the service does not say', async () => {
		const { budget, spend, time } = aDay();
		await budget.refresh?.();
		budget.charge(300);
		time.ms += 23 * HOUR_MS;
		budget.charge(500);
		expect([budget.committedCents(), spend.isByService()]).toEqual([800, false]);
		time.ms += 2 * HOUR_MS;
		expect(budget.committedCents()).toBe(500);
	});

	it('goes on from the last answer where the service no longer says', async () => {
		const { budget, spend, time } = aDay(900, 'unavailable');
		await budget.refresh?.();
		budget.charge(300);
		time.ms += HOUR_MS;
		await budget.refresh?.();
		expect([budget.committedCents(), spend.isByService()]).toEqual([1200, true]);
	});

	it('is asked for again where Stop cut the question of another run off', async () => {
		const { budget, asked } = aDay('stopped', 700);
		await Promise.all([budget.refresh?.(), budget.refresh?.()]);
		expect([budget.committedCents(), asked()]).toEqual([700, 2]);
	});

	it('is asked for again half a minute after the answer, and not before', async () => {
		const { budget, asked, time } = aDay(0, 0, 0);
		await budget.refresh?.();
		time.ms += 29_999;
		await budget.refresh?.();
		expect(asked()).toBe(1);
		time.ms += 1;
		await budget.refresh?.();
		expect(asked()).toBe(2);
	});

	it('is believed for a day, and then is the own count again', async () => {
		const { budget, spend, time } = aDay(900);
		await budget.refresh?.();
		budget.charge(300);
		time.ms += 24 * HOUR_MS - 1;
		expect([budget.committedCents(), spend.isByService()]).toEqual([1200, true]);
		time.ms += 1;
		expect([budget.committedCents(), spend.isByService()]).toEqual([0, false]);
	});

	it('has what was ordered in the very moment of the question', async () => {
		const { budget } = aDay(900);
		budget.charge(300);
		await budget.refresh?.();
		expect(budget.committedCents()).toBe(1200);
	});

	it('is nothing before the first order, and needs no question without a limit', async () => {
		const { budget, spend } = aDay();
		expect([budget.committedCents(), spend.isByService()]).toEqual([0, false]);
		const never = async () => await Promise.reject<UsageAnswer>(new Error('Nobody asks'));
		expect(spend.budget(Infinity, never)).not.toHaveProperty('refresh');
		spend.budget(Infinity, never).charge(300);
		expect(budget.committedCents()).toBe(300);
	});
});
