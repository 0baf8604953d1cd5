import { startSimulator } from '../../../simulator/server';
import { checkService } from '../../../tools/checkService';
import { describeContracts } from '../../support/contracts';
import { trust } from '../../support/trust';

const KEY = 'nj_sk_test_check';
const LOOKS = { page: 'reference page', K: 'first OpenAPI', N: 'newest OpenAPI' } as const;

describeContracts('the check of the real service', (contract) => {
	it('says what the service is, without an order and without the key', async () => {
		const simulator = await startSimulator({
			accounts: [{ key: KEY, balanceCents: 3900 }],
			contract,
		});
		const lines = await checkService(simulator.url, KEY).finally(async () => simulator.close());
		const text = lines.join('\n');
		expect(text).toContain(LOOKS[contract]);
		expect(text).not.toMatch(/DIFFERS/);
		expect(text).not.toContain(KEY);
		expect(text).toMatch(contract === 'page' ? /Video models: no list/ : /Video models: \d\d/);
		expect(simulator.app.calls.map(({ method }) => method)).toEqual(Array(8).fill('GET'));
	});
});

it('the check of the real service shows an answer that departs from the documents', async () => {
	const simulator = await startSimulator({
		accounts: [{ key: KEY, balanceCents: 3900 }],
		contract: 'N',
	});
	simulator.faults.add({ name: 'truncated-json', on: 'balance', times: 1 });
	const lines = await checkService(simulator.url, KEY).finally(async () => simulator.close());
	expect(lines.join('\n')).toMatch(
		/GET \/api\/v1\/balance: 200, DIFFERS:\n {2}answer: Is not JSON/,
	);
});

it('the check of the real service follows it to where the node would, and asks there', async () => {
	const simulator = await startSimulator({
		accounts: [{ key: KEY, balanceCents: 3900 }],
		contract: 'N',
		redirectHost: true,
	});
	const untrust = trust(simulator.certificate ?? '');
	const lines = await checkService(simulator.url, KEY).finally(async () => {
		untrust();
		await simulator.close();
	});
	expect(lines[0]).toMatch(/^Service: .*, redirects to https:\/\//);
	expect(lines.join('\n')).toContain(LOOKS.N);
	expect(new Set(simulator.app.calls.map(({ method }) => method))).toEqual(new Set(['GET']));
});
