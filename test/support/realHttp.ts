/* eslint-disable @n8n/community-nodes/no-restricted-imports -- loads n8n's own HTTP helpers */
import { dirname, join } from 'node:path';
import type { IExecuteFunctions, INode } from 'n8n-workflow';
import { core } from './engine';
import { createCredentialsHelper, type CredentialData } from './credentialsHelper';

const NODE = {
	id: 'node',
	name: 'Ninja Video',
	type: 'n8n-nodes-ninja-video.ninjaVideo',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
} satisfies INode;

/** A node's context with n8n's real HTTP helpers and nothing else. */
export function createHttpContext(
	credential: CredentialData,
	stop = new AbortController().signal,
): IExecuteFunctions {
	const file = join(
		dirname(require.resolve('n8n-core')),
		'execution-engine/node-execution-context/utils/request-helpers',
	);
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- a file of n8n-core that it does not export
	const { getRequestHelperFunctions } = require(file) as {
		getRequestHelperFunctions(...parts: unknown[]): IExecuteFunctions['helpers'];
	};
	const credentialsHelper = createCredentialsHelper(credential);
	const context = {
		core,
		getNode: () => NODE,
		getCredentials: async () => await Promise.resolve({ ...credential }),
		getExecutionCancelSignal: () => stop,
		logger: { debug() {}, info() {}, warn() {}, error() {} },
		helpers: getRequestHelperFunctions({}, NODE, { credentialsHelper }),
	};
	return context as unknown as IExecuteFunctions;
}
