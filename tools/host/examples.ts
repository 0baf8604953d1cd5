/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads the examples */
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import type { WorkflowJson } from './n8nClient';

const EXAMPLES = resolve(__dirname, '../../examples');
/** The folder that the examples name: the one n8n's Docker image lets workflows use. */
const FILES_IN_EXAMPLES = '/home/node/.n8n-files';
const OURS = /^n8n-nodes-ninja-video\./;

/** A saved credential, as a node refers to it. */
export interface CredentialReference {
	readonly id: string;
	readonly name: string;
}

/** The file names of all example workflows. */
export async function listExamples(): Promise<string[]> {
	return (await readdir(EXAMPLES)).filter((name) => name.endsWith('.json')).sort();
}

/** Reads an example workflow, with `filesFolder` in the place of the folder it names. */
export async function readExample(file: string, filesFolder: string): Promise<WorkflowJson> {
	return await readWorkflow(join(EXAMPLES, file), filesFolder);
}

/** Reads a workflow from any file, with `filesFolder` in the place of the folder it names. */
export async function readWorkflow(path: string, filesFolder: string): Promise<WorkflowJson> {
	const text = await readFile(path, 'utf8');
	return JSON.parse(text.replaceAll(FILES_IN_EXAMPLES, filesFolder)) as WorkflowJson;
}

/**
 * A workflow with other parameters in one of its nodes; those that are not named stay.
 * @throws Error if it has no such node
 */
export function withParameters(
	workflow: WorkflowJson,
	name: string,
	parameters: IDataObject,
): WorkflowJson {
	if (!workflow.nodes.some((node) => node.name === name)) throw new Error(`No node ${name}`);
	const nodes = workflow.nodes.map((node) =>
		node.name === name
			? { ...node, parameters: { ...(node.parameters as IDataObject), ...parameters } }
			: node,
	);
	return { ...workflow, nodes };
}

/** A workflow with the credential on every node of ours. */
export function withCredential(
	workflow: WorkflowJson,
	credential: CredentialReference,
): WorkflowJson {
	const nodes = workflow.nodes.map((node): IDataObject => {
		if (!OURS.test(String(node.type))) return node;
		return { ...node, credentials: { ninjaChatApi: { ...credential } } };
	});
	return { ...workflow, nodes };
}
