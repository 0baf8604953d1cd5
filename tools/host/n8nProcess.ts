/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error -- drives real programs; not part of the package */
import { mkdir, readFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import type { Host } from './installHost';
import { lastLines } from './command';
import { freePort } from './ports';
import { startGroup } from './processGroup';
import { until } from './until';

/** How to start one process of n8n. */
export interface N8nOptions {
	readonly host: Host;
	/** n8n keeps its database, its key and its community nodes in `.n8n` of this folder. */
	readonly userFolder: string;
	/** Any free one by default. */
	readonly port?: number;
	/** `start` by default; a worker of queue mode takes `worker --concurrency=5`. */
	readonly command?: readonly string[];
	/** Folder that the file nodes of workflows may use. */
	readonly filesFolder?: string;
	/** Over the settings below. */
	readonly env?: Readonly<Record<string, string>>;
	/** Name of the log file in the user folder; n8n.log by default. Appended to. */
	readonly logName?: string;
	/** Called when the process has ended, for whatever reason. */
	onEnd?(): void;
}

/** A running process of n8n. */
export interface N8nProcess {
	/** `http://127.0.0.1:PORT`. */
	readonly url: string;
	readonly pid: number;
	/** Everything it printed so far, in this start and earlier ones of the same user folder. */
	readLog(): Promise<string>;
	isRunning(): boolean;
	/** Ends it as a person would, with its children; in a minute at most. */
	stop(): Promise<void>;
	/** Ends it at once, as a power cut would, with its children. */
	kill(): Promise<void>;
}

const END_WITH_PARENT = join(__dirname, 'endWithParent.cjs');

/** The first start of a fresh folder runs all migrations; slow machines take minutes. */
const READY_WITHIN_MS = 300_000;

/** Quiet and self-contained: no telemetry, no templates, no calls to n8n's own servers. */
function settings(options: N8nOptions, port: number, brokerPort: number): Record<string, string> {
	const { host, filesFolder, userFolder } = options;
	return {
		PATH: [dirname(host.nodePath), process.env.PATH].join(delimiter),
		N8N_USER_FOLDER: userFolder,
		N8N_PORT: String(port),
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_HOST: '127.0.0.1',
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_SECURE_COOKIE: 'false',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_LOG_LEVEL: 'info',
		...(filesFolder === undefined ? {} : { N8N_RESTRICT_FILE_ACCESS_TO: filesFolder }),
		...host.env,
		...options.env,
	};
}

/**
 * Starts a process of n8n and waits until it answers.
 * @throws Error with the last lines of its log, if it ends or is not ready in five minutes
 */
export async function startN8n(options: N8nOptions): Promise<N8nProcess> {
	const { host, userFolder, command = ['start'], logName = 'n8n.log' } = options;
	const port = options.port ?? (await freePort());
	const isWorker = command[0] === 'worker';
	await mkdir(userFolder, { recursive: true });
	const logPath = join(userFolder, logName);
	const workerPort = isWorker
		? {
				QUEUE_HEALTH_CHECK_ACTIVE: 'true',
				QUEUE_HEALTH_CHECK_PORT: String(port),
				N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
			}
		: {};
	const args = ['--require', END_WITH_PARENT, host.n8nPath, ...command];
	const group = await startGroup(host.nodePath, args, logPath, {
		cwd: userFolder,
		stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
		env: { ...cleanEnvironment(), ...settings(options, port, await freePort()), ...workerPort },
	});

	void group.ended.then(() => options.onEnd?.());

	const url = `http://127.0.0.1:${port}`;
	const readLog = async () => await readFile(logPath, 'utf8');
	const answers = async (path: string) => (await fetch(`${url}${path}`)).status === 200;
	try {
		await until(
			`n8n ${host.version} to start`,
			async () =>
				!group.isRunning() ||
				// Older ones call themselves ready before their interface is there.
				((await answers('/healthz/readiness')) && (isWorker || (await answers('/rest/settings')))),
			READY_WITHIN_MS,
		);
		if (!group.isRunning()) throw new Error(`n8n ${host.version} ended at once`);
	} catch (error) {
		await group.end('SIGKILL');
		const reason = error instanceof Error ? error.message : String(error);
		throw new Error(`${reason}. The end of its log:\n${lastLines(await readLog())}`);
	}
	return {
		url,
		pid: group.pid,
		readLog,
		isRunning: group.isRunning,
		stop: async () => await group.end('SIGTERM'),
		kill: async () => await group.end('SIGKILL'),
	};
}

/** This process's environment without what a test runner or another n8n left in it. */
function cleanEnvironment(): NodeJS.ProcessEnv {
	return Object.fromEntries(
		Object.entries(process.env).filter(
			([name]) => !/^(N8N_|DB_|QUEUE_|EXECUTIONS_|NODE_OPTIONS|JEST_|NODE_ENV|npm_)/.test(name),
		),
	);
}
