import { createHash } from 'crypto';
import type { VideoRequest } from '../videoService';

/** Who orders: what marks and idempotency keys are made of. */
export interface Identity {
	/** The n8n installation, the workflow and the node, as n8n names them; the workflow is empty before it is saved. */
	readonly installation: string;
	readonly workflow: string;
	readonly node: string;
	readonly executionId: string;
	/** Whether a person runs a failed execution again. */
	readonly isRetry: boolean;
	/** A retry of which n8n lost every record in a crash, its root included, or whose record is of version 0.1. */
	readonly isRecordLost: boolean;
	/** Whether nothing of this execution is kept between tries: n8n's second engine. */
	readonly isForgetful: boolean;
	/** The same in an execution, its retries and their retries; another in every new execution. */
	root(): string;
	/** Makes the root this execution's own, where another execution has the same. */
	addExecutionId(): void;
}

/** Hashes that say whether two tries at one place want the same video. */
export interface OrderHashes {
	/** The parameters of the order as they are written, expressions included. */
	readonly parameters: string;
	readonly input: string;
	/** The order as the expressions came out this time. */
	readonly evaluated: string;
}

/** Whether two tries at one place want the same video: `$now` changes the order, a person changes the words. */
export const isSameOrder = (one: OrderHashes, other: OrderHashes): boolean =>
	one.evaluated === other.evaluated ||
	(one.parameters === other.parameters && one.input === other.input);

/** A hash of any plain value, 24 hexadecimal characters. */
export const hashOf = (value: unknown): string =>
	createHash('sha256')
		.update(JSON.stringify(value) ?? 'undefined')
		.digest('hex')
		.slice(0, 24);

/**
 * A hash of what is asked for, whichever API version is to make it, at whichever address n8n offers a file, and with
 * whichever spaces around the prompt.
 */
export function hashRequest(request: VideoRequest): string {
	const prompt = request.prompt.trim();
	const content = Object.entries(withoutFileAddresses({ ...request, prompt })).filter(
		([name]) => name !== 'requiredVersion',
	);
	return hashOf(content.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function withoutFileAddresses(request: VideoRequest): Partial<VideoRequest> {
	const { fileHashes, imageUrl, v2Options, ...rest } = request;
	if (fileHashes === undefined) return request;
	const others = Object.entries(v2Options ?? {}).filter(([field]) => !(field in fileHashes));
	return {
		...rest,
		fileHashes,
		...(imageUrl === undefined || 'image_url' in fileHashes ? {} : { imageUrl }),
		...(others.length === 0 ? {} : { v2Options: Object.fromEntries(others) }),
	};
}

/** What an order is known by: a place in the execution, or the user's own key for all executions. */
export interface Named {
	/** Run index and item index of the node, or what stands for them in an agent's tool. */
	readonly place: string;
	readonly uniqueKey?: string;
}

/** An order, as the ledger finds it again. */
export interface Placed {
	/** Run index and item index of the node; one place for all orders with the same unique key. */
	readonly place: string;
	/** A unique key is for one video: another order at its place is refused. */
	readonly uniqueKey?: string;
	readonly hashes: OrderHashes;
	/** Run index and item index, whether or not it has a unique key. */
	readonly row?: string;
	/** A hash of the unique key as it is written, expressions as such; absent where the field is empty. */
	readonly keyWritten?: string;
	/** Which of the execution's orders for just this video it is, from 1; absent where that tells nothing. */
	readonly copy?: number;
}

/**
 * The idempotency key of a purchase. A place has another one in every execution, a unique key the same in all
 * executions of the node; each next purchase, after a video that failed, has another.
 */
export function idempotencyKeyOf(identity: Identity, named: Named, purchase: number): string {
	const { installation, workflow, node } = identity;
	const name =
		named.uniqueKey === undefined
			? ['place', identity.root(), named.place]
			: ['key', named.uniqueKey];
	return `ninja-video-${hashOf([installation, workflow, node, ...name, purchase])}`;
}
