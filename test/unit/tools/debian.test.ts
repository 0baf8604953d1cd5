import { ensureDebianPackages, type DebianSystem } from '../../../tools/host/debian';

/** A machine that has some programs; installing PostgreSQL brings its program. */
function machine(programs: string[], differs: Partial<DebianSystem> = {}) {
	const present = new Set(programs);
	const events: string[] = [];
	const system: DebianSystem = {
		isRoot: true,
		find: async (name) => (present.has(name) ? `/usr/bin/${name}` : undefined),
		async run(command, args) {
			events.push([command, ...args].join(' '));
			if (args.includes('postgresql')) present.add('postgres');
			return { code: 0, output: '' };
		},
		async forbidServices() {
			events.push('services may not start');
			return async () => {
				events.push('services may start');
			};
		},
		...differs,
	};
	return { system, events };
}

const said: string[] = [];
const say = (line: string) => {
	said.push(line);
};
beforeEach(() => {
	said.length = 0;
});

describe('Debian packages', () => {
	it('installs nothing and says nothing where all programs are there', async () => {
		const { system, events } = machine(['redis-server', 'postgres']);
		await ensureDebianPackages(['redis-server', 'postgresql'], say, system);
		expect(events).toEqual([]);
		expect(said).toEqual([]);
	});

	it('installs only what is missing, without letting its service start', async () => {
		const { system, events } = machine(['redis-server', 'apt-get']);
		await ensureDebianPackages(['redis-server', 'postgresql'], say, system);
		expect(events).toEqual([
			'services may not start',
			'/usr/bin/apt-get update -q',
			'/usr/bin/apt-get install -y -q --no-install-recommends postgresql',
			'services may start',
		]);
		expect(said).toEqual([
			'Installing from Debian, this once: postgresql.',
			'Installed: postgresql.',
		]);
	});

	it.each([
		['no root', machine(['apt-get'], { isRoot: false }), 'As root'],
		['no apt-get', machine([]), 'On Debian or Ubuntu'],
	])('says what to install by hand where it has %s', async (_, { system, events }, hint) => {
		const wanted = ensureDebianPackages(['chromium', 'postgresql'], say, system);
		await expect(wanted).rejects.toThrow(
			`Not installed here: chromium, postgresql. ${hint}, this installs it: sudo apt-get update && sudo apt-get install --no-install-recommends chromium postgresql`,
		);
		expect(events).toEqual([]);
	});

	it('lets services start again when the installation fails', async () => {
		const { system, events } = machine(['apt-get'], {
			run: async () => ({ code: 100, output: 'E: Unable to locate package postgresql' }),
		});
		const wanted = ensureDebianPackages(['postgresql'], say, system);
		await expect(wanted).rejects.toThrow('Unable to locate package postgresql');
		expect(events.at(-1)).toBe('services may start');
	});

	it('names another installation that holds the lock', async () => {
		const { system } = machine(['apt-get'], {
			run: async () => ({ code: 100, output: 'E: Could not get lock /var/lib/dpkg/lock-frontend' }),
		});
		const wanted = ensureDebianPackages(['postgresql'], say, system);
		await expect(wanted).rejects.toThrow('Another installation is running');
	});
});
