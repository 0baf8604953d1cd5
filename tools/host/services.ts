/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- drives real programs; not part of the package */
import { chown, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lastLines, runCommand } from './command';
import { freePort } from './ports';
import { startGroup } from './processGroup';
import { findProgram } from './programs';
import { startService, type Service } from './service';

/** What n8n's queue mode stands on. */
export interface QueueServices {
	readonly redis: Service;
	readonly postgres: Service;
	/** n8n's settings for these two, the same for every process. */
	readonly env: Readonly<Record<string, string>>;
	stop(): Promise<void>;
}

/** PostgreSQL refuses to run as root; both users are on every Debian with it. */
const UNPRIVILEGED = ['postgres', 'nobody'];
/** The superuser of the private PostgreSQL. It asks for no password: only this machine reaches it. */
const DATABASE_USER = 'n8n';

/**
 * Starts a Redis and a PostgreSQL of the test's own.
 * @throws Error that names the program that is missing, and the command that installs it
 */
export async function startQueueServices(): Promise<QueueServices> {
	const redis = await startRedis();
	const postgres = await startPostgres().catch(async (error: unknown) => {
		await redis.stop();
		throw error;
	});
	return {
		redis,
		postgres,
		env: {
			EXECUTIONS_MODE: 'queue',
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: String(redis.port),
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(postgres.port),
			DB_POSTGRESDB_DATABASE: 'postgres',
			DB_POSTGRESDB_USER: DATABASE_USER,
		},
		async stop() {
			await Promise.all([redis.stop(), postgres.stop()]);
		},
	};
}

/** A Redis that keeps everything in memory. */
export async function startRedis(): Promise<Service> {
	const port = await freePort();
	const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
	return await startService('Redis', port, async (folder) => ({
		group: await startGroup(
			await program('redis-server'),
			[...args, '--dir', folder],
			join(folder, 'log'),
		),
		async isReady() {
			const ping = ['-h', '127.0.0.1', '-p', String(port), 'ping'];
			return (await runCommand(await program('redis-cli'), ping)).output.includes('PONG');
		},
	}));
}

/** A PostgreSQL with one empty database; it does not wait for the disk, because its data is for the test only. */
export async function startPostgres(): Promise<Service> {
	const port = await freePort();
	const user = await unprivilegedUser();
	return await startService('PostgreSQL', port, async (folder) => {
		if (user !== undefined) await chown(folder, user.uid, user.gid);
		const options = { cwd: folder, env: { PATH: process.env.PATH, LC_ALL: 'C' }, ...user };
		const data = join(folder, 'data');
		const initial = ['--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'];
		const { code, output } = await runCommand(
			await program('initdb'),
			['-D', data, '-U', DATABASE_USER, ...initial],
			options,
		);
		if (code !== 0) throw new Error(`PostgreSQL made no data folder:\n${lastLines(output)}`);
		const settings = [
			`port=${port}`,
			'listen_addresses=127.0.0.1',
			'unix_socket_directories=',
			'max_connections=200',
			...['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'],
		].flatMap((setting) => ['-c', setting]);
		return {
			group: await startGroup(
				await program('postgres'),
				['-D', data, ...settings],
				join(folder, 'log'),
				options,
				'SIGQUIT',
			),
			async isReady() {
				const args = ['-h', '127.0.0.1', '-p', String(port), '-q'];
				return (await runCommand(await program('pg_isready'), args)).code === 0;
			},
		};
	});
}

async function program(name: string): Promise<string> {
	const path = await findProgram(name);
	if (path === undefined)
		throw new Error(`${name} is not installed. To install it: npm run setup:system`);
	return path;
}

/** Somebody else than root to run as; `undefined` for a process that is not root anyway. */
async function unprivilegedUser(): Promise<{ uid: number; gid: number } | undefined> {
	if (process.getuid?.() !== 0) return undefined;
	const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
	const names = lines.map(([name]) => name);
	const line = UNPRIVILEGED.map((name) => lines[names.indexOf(name)]).find(Boolean);
	if (line === undefined) throw new Error('PostgreSQL needs a user that is not root; none is here');
	return { uid: Number(line[2]), gid: Number(line[3]) };
}
