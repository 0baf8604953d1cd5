/* eslint-disable @n8n/community-nodes/no-restricted-imports -- compares with the machine's paths */
import { resolve } from 'node:path';
import { readCommandLine } from '../../../tools/start/commandLine';

describe('the command line of npm start', () => {
	it('opens n8n, the simulator and its videos on ports and folders of their own by default', () => {
		expect(readCommandLine([])).toEqual({
			kind: 'start',
			options: {
				ports: { editor: 5678, simulator: 4010, videos: 4011 },
				dataFolder: resolve('.local/node_modules/start'),
				filesFolder: resolve('output'),
			},
		});
	});

	it('takes other ports and folders', () => {
		const argv = ['--port', '5700', '--simulator-port', '5701', '--video-port', '5702'];
		const folders = ['--data', '/tmp/data', '--files', '/tmp/files'];
		expect(readCommandLine([...argv, ...folders])).toEqual({
			kind: 'start',
			options: {
				ports: { editor: 5700, simulator: 5701, videos: 5702 },
				dataFolder: '/tmp/data',
				filesFolder: '/tmp/files',
			},
		});
	});

	it.each([
		{ label: 'a word', argv: ['--port', 'abc'], names: '--port' },
		{ label: 'none', argv: ['--simulator-port', '0'], names: '--simulator-port' },
		{ label: 'one too high', argv: ['--video-port', '65536'], names: '--video-port' },
		{ label: 'a negative one', argv: ['--port=-1'], names: '--port' },
	])('refuses $label as a port, and names the option', ({ argv, names }) => {
		expect(readCommandLine(argv)).toEqual({
			kind: 'wrong',
			message: `${names} must be a port number, 1 to 65535`,
		});
	});

	it('refuses an option that it does not know', () => {
		expect(readCommandLine(['--prot', '5678'])).toMatchObject({
			kind: 'wrong',
			message: expect.stringContaining('--prot') as string,
		});
	});

	it('explains itself', () => {
		expect(readCommandLine(['--help'])).toEqual({ kind: 'help' });
	});
});
