import { readCommandLine } from '../../../simulator/commandLine';

it('has a default for everything', () => {
	expect(readCommandLine([])).toEqual({
		kind: 'run',
		options: {
			port: 4010,
			videoPort: 4011,
			speed: 1,
			spread: 0.2,
			balanceCents: 3_900,
			key: 'nj_sk_simulator',
			contract: 'N',
			redirectHost: false,
			flags: {},
		},
	});
});

it('reads every option', () => {
	const text = '--port 1 --video-port 2 --speed 30 --spread 0 --balance 5 --key nj_sk_mine';
	expect(
		readCommandLine(
			`${text} --contract K --redirect-host --set errors=flat --set models=false`.split(' '),
		),
	).toEqual({
		kind: 'run',
		options: {
			port: 1,
			videoPort: 2,
			speed: 30,
			spread: 0,
			balanceCents: 500,
			key: 'nj_sk_mine',
			contract: 'K',
			redirectHost: true,
			flags: { errors: 'flat', models: false },
		},
	});
});

it.each([
	['39', 3_900],
	['39.5', 3_950],
	['0.29', 29],
	['0', 0],
])('--balance %s is %i cents', (text, cents) => {
	expect(readCommandLine(['--balance', text])).toMatchObject({ options: { balanceCents: cents } });
});

it('--help asks for help', () => {
	expect(readCommandLine(['--help'])).toEqual({ kind: 'help' });
});

it.each([
	['an unknown option', ['--sped', '1'], '--sped'],
	['an argument', ['fast'], 'fast'],
	['a missing value', ['--port'], '--port'],
	['a port that is none', ['--port', 'x'], '--port'],
	['a port too high', ['--port', '65536'], '--port'],
	['half a port', ['--video-port', '1.5'], '--video-port'],
	['speed 0', ['--speed', '0'], '--speed'],
	['a spread above 1', ['--spread', '1.1'], '--spread'],
	['a balance with three digits', ['--balance', '1.234'], '--balance'],
	['a negative balance', ['--balance=-1'], '--balance'],
	['another contract', ['--contract', 'M'], '--contract'],
	['a redirect host with a value', ['--redirect-host=308'], '--redirect-host'],
	['an unknown flag', ['--set', 'mood=bad'], 'mood'],
	['a flag without a value', ['--set', 'errors'], 'errors'],
	['a value the flag does not have', ['--set', 'errors=loud'], 'errors'],
	['a key of another kind', ['--key', 'sk-123'], '--key'],
])('%s is refused by name', (_, argv, name) => {
	const read = readCommandLine(argv);
	expect(read).toEqual({ kind: 'wrong', message: expect.stringContaining(name) });
});
