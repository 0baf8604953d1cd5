import { answerControl } from '../../simulator/control';
import { createVirtualSimulator, KEY, readJson, statusOf } from './virtualSimulator';

function createDoor() {
	const simulator = createVirtualSimulator();
	const knock = (method: string, path: string, body?: unknown) => {
		const text = typeof body === 'string' ? body : JSON.stringify(body);
		const request = { method, path, headers: {} };
		const answer = answerControl(
			simulator,
			text === undefined ? request : { ...request, body: text },
		);
		if (answer === undefined) throw new Error('Not for the control door');
		return answer;
	};
	return { ...simulator, knock };
}

it('the ledger shows money, jobs and balances', () => {
	const { knock, create, world } = createDoor();
	create();
	expect(readJson(knock('GET', '/simulator/ledger'))).toEqual({
		ledger: world.ledger,
		net_cents: 300,
		jobs: [...world.jobs.values()],
		balances: [{ key: KEY, balanceCents: 9_700 }],
	});
});

it('the calls are shown without the key', () => {
	const { knock, create } = createDoor();
	create();
	const answer = knock('GET', '/simulator/calls');
	expect(JSON.stringify(answer)).not.toContain(KEY);
	expect(readJson(answer)).toMatchObject([{ method: 'POST', status: 200 }]);
});

it('a fault can be set and strikes', () => {
	const { knock, create } = createDoor();
	expect(statusOf(knock('POST', '/simulator/faults', { name: 'unavailable', on: 'create' }))).toBe(
		201,
	);
	expect([create(), create()].map(statusOf)).toEqual([503, 200]);
});

it('a fault without end survives JSON', () => {
	const { knock, create } = createDoor();
	knock('POST', '/simulator/faults', { name: 'unavailable', on: 'create', times: Infinity });
	expect([create(), create(), create()].map(statusOf)).toEqual([503, 503, 503]);
});

it('faults can be removed', () => {
	const { knock, create } = createDoor();
	knock('POST', '/simulator/faults', { name: 'unavailable', on: 'create' });
	knock('DELETE', '/simulator/faults');
	expect(statusOf(create())).toBe(200);
});

it.each<[string, unknown, string]>([
	['no JSON', '{', 'not valid JSON'],
	['no object', 'null', 'JSON object'],
	['an unknown name', { name: 'x', on: 'create' }, 'Unknown fault: x'],
])('a fault that is %s is refused', (_, body, message) => {
	const answer = createDoor().knock('POST', '/simulator/faults', body);
	expect(statusOf(answer)).toBe(400);
	expect(readJson(answer)['message']).toEqual(expect.stringContaining(message));
});

it('the front page says what this is', () => {
	expect(createDoor().knock('GET', '/')).toMatchObject({
		headers: { 'content-type': expect.stringContaining('text/plain') },
		body: expect.stringContaining('simulator'),
	});
});

it('leaves no trace: not recorded, not counted', () => {
	const { app, knock, world } = createDoor();
	for (let count = 0; count < 100; count++) knock('GET', '/simulator/ledger');
	expect(app.calls).toEqual([]);
	expect(world.admit(KEY).ok).toBe(true);
});

it('does not answer for the API', () => {
	const request = { method: 'POST', path: '/api/v1/video', headers: {} };
	expect(answerControl(createVirtualSimulator(), request)).toBeUndefined();
});
