import { accepted, attack } from './support';

describe('a limit of 0 lets no video go that the list says is free, although it would be charged:', () => {
	const pricing = { unit: 'request', perRequestUsd: 0 };
	const free = { id: 'free-video', name: 'Free', modality: 'video', servable: true, pricing };
	const model = { __rl: true, mode: 'id', value: free.id };
	const script = { models: { body: { data: [free] } }, order: accepted() };

	it.each([
		['per run', { maxSpendUsd: 0 }, {}],
		['per day', { maxSpendUsd: 50 }, { maxSpendPerDayUsd: 0 }],
	])('%s', async (_, limits, credential) => {
		const { orders, run } = await attack({
			...{ script, credential },
			parameters: { ...limits, model },
		});
		expect(orders).toEqual([]);
		expect(run.words).toMatch(/\$0\.00/);
	});

	it('without a limit of 0 it is ordered', async () => {
		const { orders } = await attack({ script, parameters: { maxSpendUsd: 3, model } });
		expect(orders.length).toBeGreaterThan(0);
	});
});
