/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a command of the repository, not part of the package */
import { copyFile, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { listExamples, readExample, withCredential } from '../host/examples';
import { setUpOwner, signIn, type N8nClient } from '../host/n8nClient';
import type { CredentialData } from '../../test/support/credentialsHelper';

const CREDENTIAL = { name: 'NinjaChat', type: 'ninjaChatApi' };
/** The example that a newcomer opens first. */
const FIRST = 'first-video.json';
/** The example that starts by itself, at the events of a service that can reach this machine. */
const BY_EVENTS = 'ready-videos.json';
const SAMPLE = resolve(__dirname, '../../examples/prompts.csv');

/** What *Table to videos* reads and writes into. */
const TABLE = {
	name: 'Videos',
	columns: ['prompt', 'model', 'video_url', 'request_id', 'error'],
	rows: [
		{ prompt: 'A lighthouse in a storm', model: 'Veo 2' },
		{ prompt: 'A paper boat on a stream', model: 'Kling' },
	],
};

interface Named extends IDataObject {
	readonly id: string;
	readonly name: string;
}

/**
 * Gives an n8n its owner, the credential and the example workflows, as far as they are not there. What a person
 * has changed in a workflow stays; the credential always follows `service`. What starts by the events of a simulator is
 * published.
 * @param filesFolder gets a sample file of prompts, to upload in the form of the spreadsheet example
 * @returns the example workflows, the one to begin with first, and where each opens
 */
export async function fillN8n(
	url: string,
	service: CredentialData,
	filesFolder: string,
): Promise<Array<{ readonly name: string; readonly url: string }>> {
	const client = await openAsOwner(url);
	const credential = await saveCredential(client, { ...service });
	await mkdir(filesFolder, { recursive: true });
	await copyFile(SAMPLE, join(filesFolder, 'prompts.csv'));
	await makeTable(client);
	const present = await client.call<Named[]>('GET', '/workflows');
	const workflows: Array<{ name: string; url: string }> = [];
	for (const file of [FIRST, ...(await listExamples()).filter((name) => name !== FIRST)]) {
		const workflow = await readExample(file, filesFolder);
		const saved = present.find(({ name }) => name === workflow.name)?.id;
		const id = saved ?? (await client.createWorkflow(withCredential(workflow, credential)));
		const isReached = service.baseUrl?.startsWith('http:') === true;
		if (saved === undefined && file === BY_EVENTS && isReached) {
			await client.activate(id);
			await client.waitForPublication(id);
		}
		workflows.push({ name: workflow.name, url: `${url}/workflow/${id}` });
	}
	return workflows;
}

/** Makes the data table that an example reads, with two rows, if there is none. */
async function makeTable(client: N8nClient): Promise<void> {
	const { id: project } = await client.call<Named>('GET', '/projects/personal');
	const tables = `/projects/${project}/data-tables`;
	const { data } = await client.call<{ data: Named[] }>('GET', tables);
	if (data.some(({ name }) => name === TABLE.name)) return;
	const { id } = await client.call<Named>('POST', tables, {
		name: TABLE.name,
		columns: TABLE.columns.map((name) => ({ name, type: 'string' })),
	});
	await client.call('POST', `${tables}/${id}/insert`, { data: TABLE.rows });
}

async function openAsOwner(url: string): Promise<N8nClient> {
	const answer = await fetch(`${url}/rest/settings`);
	const { data } = (await answer.json()) as {
		data: { userManagement: { showSetupOnFirstLoad: boolean } };
	};
	return data.userManagement.showSetupOnFirstLoad ? await setUpOwner(url) : await signIn(url);
}

async function saveCredential(client: N8nClient, data: IDataObject): Promise<Named> {
	const saved = await client.call<Named[]>('GET', '/credentials');
	const known = saved.find(({ name }) => name === CREDENTIAL.name);
	if (known === undefined) return await client.createCredential({ ...CREDENTIAL, data });
	await client.call('PATCH', `/credentials/${known.id}`, { ...CREDENTIAL, data });
	return known;
}
