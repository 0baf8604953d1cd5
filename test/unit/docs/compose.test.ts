/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads the documentation */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

interface Service {
	readonly command?: string;
	readonly environment: Readonly<Record<string, string>>;
	readonly volumes: string[];
	readonly healthcheck?: object;
}
const text = readFileSync(join(__dirname, '../../../docs/docker-compose.yml'), 'utf8');
const { services, volumes } = parse(text, { merge: true }) as {
	services: Readonly<Record<string, Service>>;
	volumes: object;
};
const n8n = Object.entries(services).filter(([name]) => /^(n8n|worker)/.test(name));

/** Read in the configuration of n8n 2.41.1. */
const KNOWN = [
	...['DB_POSTGRESDB_DATABASE', 'DB_POSTGRESDB_HOST', 'DB_POSTGRESDB_PASSWORD'],
	...['DB_POSTGRESDB_POOL_SIZE', 'DB_POSTGRESDB_PORT', 'DB_POSTGRESDB_USER', 'DB_TYPE'],
	...['EXECUTIONS_MODE', 'N8N_ENCRYPTION_KEY', 'N8N_GRACEFUL_SHUTDOWN_TIMEOUT', 'N8N_LOG_LEVEL'],
	...['N8N_REINSTALL_MISSING_PACKAGES', 'QUEUE_BULL_REDIS_HOST', 'QUEUE_BULL_REDIS_PORT'],
	'QUEUE_HEALTH_CHECK_ACTIVE',
];

describe('the Docker Compose file', () => {
	it('has a main and two workers with the same settings, all known to n8n', () => {
		expect(n8n.map(([, { command }]) => command?.split(' ')[0] ?? 'start')).toEqual([
			'start',
			'worker',
			'worker',
		]);
		for (const [, { environment }] of n8n) {
			expect(Object.keys(environment).sort()).toEqual(KNOWN);
			expect(environment).toEqual(services.n8n?.environment);
		}
	});

	it('gives each process a folder of its own that stays, and a check of its health', () => {
		const folders = n8n.map(([, service]) => service.volumes[0]?.split(':')[0] ?? '');
		expect(new Set(folders).size).toBe(3);
		const used = Object.values(services).flatMap((service) => service.volumes);
		expect(new Set(used.map((volume) => volume.split(':')[0]))).toEqual(
			new Set(Object.keys(volumes)),
		);
		for (const service of Object.values(services)) expect(service.healthcheck).toBeDefined();
	});
});
