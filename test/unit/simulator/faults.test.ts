import { createFaults, type Fault, planOf } from '../../../simulator/faults';

const onCreate = (options: Partial<Fault> = {}): Fault => ({
	name: 'internal-error',
	on: 'create',
	...options,
});

/** Which of so many identical calls are struck. */
function struck(fault: Fault, count: number, random?: () => number): number[] {
	const faults = createFaults(random);
	faults.add(fault);
	const calls = Array.from({ length: count }, (_, index) => index + 1);
	return calls.filter(() => faults.take({ on: fault.on }) !== undefined);
}

it.each<[string, Partial<Fault>, number[]]>([
	['once by default', {}, [1]],
	['as often as told', { times: 3 }, [1, 2, 3]],
	['always', { times: Infinity }, [1, 2, 3, 4, 5]],
	['never', { times: 0 }, []],
	['after letting some pass', { skip: 2 }, [3]],
	['twice after letting some pass', { skip: 1, times: 2 }, [2, 3]],
])('a fault strikes %s', (_, options, expected) => {
	expect(struck(onCreate(options), 5)).toEqual(expected);
});

it('a fault with a probability strikes when the dice say so', () => {
	const dice = [0.5, 0.04, 0.9, 0.05, 0.049];
	const fault = onCreate({ probability: 0.05, times: Infinity });
	expect(struck(fault, 5, () => dice.shift() ?? 1)).toEqual([2, 5]);
});

it.each<[string, Fault, Parameters<ReturnType<typeof createFaults>['take']>[0], boolean]>([
	['another place', onCreate(), { on: 'status' }, false],
	['its job', onCreate({ on: 'status', requestId: 'a' }), { on: 'status', requestId: 'a' }, true],
	[
		'another job',
		onCreate({ on: 'status', requestId: 'a' }),
		{ on: 'status', requestId: 'b' },
		false,
	],
	['its prompt', onCreate({ promptIncludes: 'cat' }), { on: 'create', prompt: 'A cat' }, true],
	['another prompt', onCreate({ promptIncludes: 'cat' }), { on: 'create', prompt: 'A dog' }, false],
	['no prompt', onCreate({ promptIncludes: 'cat' }), { on: 'create' }, false],
])('a fault meets a call about %s', (_, fault, call, expected) => {
	const faults = createFaults();
	faults.add(fault);
	expect(faults.take(call) === fault).toBe(expected);
});

it('calls that do not match are not counted', () => {
	const faults = createFaults();
	faults.add(onCreate({ promptIncludes: 'cat', skip: 1 }));
	expect(faults.take({ on: 'create', prompt: 'A dog' })).toBeUndefined();
	expect(faults.take({ on: 'create', prompt: 'A cat' })).toBeUndefined();
	expect(faults.take({ on: 'create', prompt: 'A cat' })).toBeDefined();
});

it('of several faults the first strikes, the others wait but count', () => {
	const faults = createFaults();
	faults.add(onCreate({ name: 'unavailable' }));
	faults.add(onCreate({ name: 'reset-before' }));
	faults.add(onCreate({ name: 'not-found', skip: 2 }));
	const names = [1, 2, 3, 4].map(() => faults.take({ on: 'create' })?.name);
	expect(names).toEqual(['unavailable', 'reset-before', 'not-found', undefined]);
});

it('cleared faults do not strike', () => {
	const faults = createFaults();
	faults.add(onCreate({ times: Infinity }));
	faults.clear();
	expect(faults.take({ on: 'create' })).toBeUndefined();
});

it.each<[string, object, string]>([
	['an unknown name', { name: 'explosion', on: 'create' }, 'Unknown fault: explosion'],
	['a name of every object', { name: 'toString', on: 'create' }, 'Unknown fault: toString'],
	['a plan for a status call', { name: 'generation-fails', on: 'status' }, 'strikes on create'],
	['a video fault for the API', { name: 'video-html', on: 'create' }, 'strikes on video'],
	['an API fault for a video', { name: 'redirect', on: 'video' }, 'create or status, not on video'],
	['no place', { name: 'redirect' }, 'not on undefined'],
	['a misspelt field', { name: 'redirect', on: 'create', to: '/' }, 'Unknown field of a fault: to'],
])('%s is refused', (_, fault, message) => {
	expect(() => createFaults().add(fault as Fault)).toThrow(message);
});

it('a plan is what the name stands for, and what is given over it', () => {
	const fault = onCreate({ name: 'generation-fails', generationMs: 5, skip: 1 });
	expect(planOf(fault)).toEqual({ outcome: 'failed', generationMs: 5 });
	expect(planOf(onCreate({ name: 'not-found-at-first', notFoundCalls: 4 }))).toEqual({
		notFoundCalls: 4,
	});
});
