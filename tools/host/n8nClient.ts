import { parse } from 'flatted';
import type { IDataObject, INodeExecutionData, IRunExecutionData } from 'n8n-workflow';
import { until } from './until';

/** The owner account of an n8n that is made for the project. */
export const OWNER = {
	email: 'owner@example.com',
	firstName: 'Video',
	lastName: 'Owner',
	password: 'Ninja-Video-1',
} as const;

/** A workflow as n8n exports and imports it. */
export interface WorkflowJson extends IDataObject {
	name: string;
	nodes: IDataObject[];
	connections: IDataObject;
}

/** An execution, read back from n8n. */
export interface Execution {
	readonly id: string;
	/** new, running, waiting, success, error, canceled, crashed. */
	readonly status: string;
	readonly data: IRunExecutionData;
	/** What came out of a node in its last run, at one of its outputs. */
	items(node: string, output?: number): INodeExecutionData[];
	readonly error: (Error & { description?: string }) | undefined;
}

/** An execution in the list, without its data. */
export interface ListedExecution {
	readonly id: string;
	readonly status: string;
	readonly retryOf?: string | null;
}

/** Where the publishing of a workflow stands. */
export interface Publication {
	/** published, failed, partial, not_published. */
	readonly status: string;
	/** Empty unless it failed. */
	readonly error: string;
}

/** A person who is signed in to an n8n, through the interface its editor uses. */
export type N8nClient = ReturnType<typeof createClient>;

/** The most executions n8n lists at once. */
const PAGE = 100;
const ENDED = new Set(['success', 'error', 'canceled', 'crashed']);

/** Makes the owner account of a fresh n8n and signs in. */
export async function setUpOwner(url: string): Promise<N8nClient> {
	const answer = await fetch(`${url}/rest/owner/setup`, toPost(OWNER));
	if (!answer.ok) throw new Error(`The owner could not be made: ${await answer.text()}`);
	return await signIn(url);
}

/** Signs the owner in. */
export async function signIn(url: string): Promise<N8nClient> {
	const answer = await fetch(
		`${url}/rest/login`,
		toPost({ emailOrLdapLoginId: OWNER.email, password: OWNER.password }),
	);
	if (!answer.ok) throw new Error(`The owner could not sign in: ${await answer.text()}`);
	const cookie = answer.headers
		.getSetCookie()
		.map((line) => line.split(';')[0])
		.join('; ');
	return createClient(url, cookie);
}

/** Many calls at once come late to a connection that n8n has closed meanwhile. */
const NO_REUSE = { connection: 'close' };

const toPost = (body: unknown, headers = {}): RequestInit => ({
	method: 'POST',
	headers: { 'content-type': 'application/json', ...headers },
	body: JSON.stringify(body),
});

function createClient(url: string, cookie: string) {
	async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
		const answer = await fetch(`${url}/rest${path}`, {
			method,
			headers: { cookie, 'content-type': 'application/json' },
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
		const text = await answer.text();
		if (!answer.ok) throw new Error(`n8n answered ${answer.status} to ${method} ${path}: ${text}`);
		return (text === '' ? undefined : (JSON.parse(text) as { data: T }).data) as T;
	}

	async function readExecution(id: string): Promise<Execution> {
		const { status, data } = await call<{ status: string; data: string }>(
			'GET',
			`/executions/${id}`,
		);
		const run = parse(data) as IRunExecutionData;
		return {
			id,
			status,
			data: run,
			items: (node, output = 0) => run.resultData.runData[node]?.at(-1)?.data?.main?.[output] ?? [],
			error: run.resultData.error as Execution['error'],
		};
	}

	/** Waits until an execution has ended. */
	async function waitForEnd(id: string, withinMs = 120_000): Promise<Execution> {
		const readIf = (isRead: (execution: Execution) => boolean) => async () => {
			const execution = await readExecution(id);
			return isRead(execution) && execution;
		};
		const hasEnded = readIf(({ status }) => ENDED.has(status));
		const ended = await until(`execution ${id} to end`, hasEnded, withinMs);
		if (ended.status !== 'error' || ended.error !== undefined) return ended;
		// n8n 1 writes the status a moment before the data; where a worker was lost there may be none.
		const hasError = readIf(({ error }) => error !== undefined);
		return await until(`the data of execution ${id}`, hasError, 10_000).catch(() => ended);
	}

	/**
	 * Starts a saved workflow by hand, from one of its triggers.
	 * @returns the id of the execution
	 */
	async function run(workflowId: string, trigger: string): Promise<string> {
		const workflowData = await call<IDataObject>('GET', `/workflows/${workflowId}`);
		const { executionId } = await call<{ executionId: string }>(
			'POST',
			`/workflows/${workflowId}/run`,
			{ workflowData, triggerToStartFrom: { name: trigger } },
		);
		return executionId;
	}

	return {
		url,
		/** The session, for a browser or a request of one's own. */
		cookie,
		/** Any call of the interface, below `/rest`; returns the `data` of the answer. */
		call,
		async createCredential(credential: {
			name: string;
			type: string;
			data: IDataObject;
		}): Promise<{ id: string; name: string }> {
			const { id, name } = await call<{ id: string; name: string }>(
				'POST',
				'/credentials',
				credential,
			);
			return { id, name };
		},
		/** Saves a workflow; not active. */
		async createWorkflow(workflow: WorkflowJson): Promise<string> {
			const body = { settings: {}, ...workflow, active: false };
			return (await call<{ id: string }>('POST', '/workflows', body)).id;
		},
		/** A file that the editor loads, such as `nodes.json`, the list of all nodes. */
		async readTypes<T>(file: string): Promise<T> {
			const answer = await fetch(`${url}/types/${file}`, { headers: { cookie } });
			return (await answer.json()) as T;
		},
		run,
		/** The same, and waits until the execution has ended. */
		runToEnd: async (workflowId: string, trigger: string) =>
			await waitForEnd(await run(workflowId, trigger)),
		readExecution,
		waitForEnd,
		/**
		 * The executions of a workflow, newest first.
		 * @throws Error if there may be more than n8n lists at once: its pages are cut by id but sorted by start
		 */
		async listExecutions(workflowId: string): Promise<ListedExecution[]> {
			const filter = encodeURIComponent(JSON.stringify({ workflowId }));
			const { results } = await call<{ results: ListedExecution[] }>(
				'GET',
				`/executions?limit=${PAGE}&filter=${filter}`,
			);
			if (results.length >= PAGE) throw new Error('More executions than n8n lists at once');
			return results;
		},
		/** How many executions of a workflow there are, of one status or of all. */
		async countExecutions(workflowId: string, status?: string): Promise<number> {
			const filter = { workflowId, ...(status !== undefined && { status: [status] }) };
			const query = `limit=1&filter=${encodeURIComponent(JSON.stringify(filter))}`;
			return (await call<{ count: number }>('GET', `/executions?${query}`)).count;
		},
		/**
		 * Starts a published workflow by its POST webhook; waits until n8n listens, which it does a moment after
		 * the publishing.
		 */
		async callWebhook(path: string, body: IDataObject = {}): Promise<void> {
			await until(`the webhook ${path}`, async () => {
				// Asked with another method, n8n names the right one; nothing is started.
				const answer = await fetch(`${url}/webhook/${path}`, { headers: NO_REUSE });
				return /not registered for GET/.test(await answer.text());
			});
			const answer = await fetch(`${url}/webhook/${path}`, toPost(body, NO_REUSE));
			if (!answer.ok) throw new Error(`The webhook ${path} answered ${answer.status}`);
		},
		/** What the Stop button does. */
		async stop(id: string): Promise<void> {
			await call('POST', `/executions/${id}/stop`);
		},
		/**
		 * What Retry in the executions list does; waits for its end.
		 * @returns the new execution
		 */
		async retry(id: string): Promise<Execution> {
			await call('POST', `/executions/${id}/retry`, { loadWorkflow: true });
			const retried = await until(`the retry of execution ${id}`, async () => {
				const { results } = await call<{ results: Array<{ id: string; retryOf?: string }> }>(
					'GET',
					'/executions?limit=50',
				);
				return results.find(({ retryOf }) => retryOf === id);
			});
			return await waitForEnd(retried.id);
		},
		/** Publishes a workflow, so that its triggers start it. */
		async activate(workflowId: string): Promise<void> {
			const { versionId } = await call<{ versionId: string }>('GET', `/workflows/${workflowId}`);
			await call('POST', `/workflows/${workflowId}/activate`, { versionId });
		},
		async deactivate(workflowId: string): Promise<void> {
			await call('POST', `/workflows/${workflowId}/deactivate`, {});
		},
		/**
		 * Waits until a publishing or its end is done, which n8n does on its own time.
		 * @returns what became of it, with the error of the trigger that failed
		 */
		async waitForPublication(workflowId: string): Promise<Publication> {
			return await until(`the publication of workflow ${workflowId}`, async () => {
				const publication = await call<{
					status: string;
					triggers: Array<{ errorMessage?: string | null }>;
				}>('GET', `/workflows/${workflowId}/publication-status`);
				const { status, triggers } = publication;
				const error = triggers.map(({ errorMessage }) => errorMessage ?? '').join('');
				return status !== 'in_progress' && { status, error };
			});
		},
	};
}
