import { MODELS } from '../../nodes/NinjaVideo/catalog/models';
import type { ApiSetting } from '../../nodes/NinjaVideo/api/credential';
import type { ContractName } from '../../simulator/settings';
import type { Fault } from '../../simulator/faults';

/** What the network does to one request besides being slow. */
export type AccidentKind =
	| 'never-connected'
	/** The connection breaks before the request arrives. */
	| 'lost-before'
	/** The request arrives and is served, the answer is lost. */
	| 'lost-after'
	/** It never arrives, and nothing is heard until the client gives up. */
	| 'silent-before'
	/** It is served, and nothing is heard until the client gives up. */
	| 'silent-after';

/** An accident that strikes `times` requests in a row, the first being number `from` of the whole story. */
export interface Accident {
	readonly kind: AccidentKind;
	readonly from: number;
	readonly times: number;
	readonly only: 'any' | 'POST' | 'GET';
}

/** Milliseconds a request travels, and its answer. */
export interface Latency {
	readonly thereMs: number;
	readonly backMs: number;
}

/** What the user asks for in one item. Equal ones are two videos. */
export interface ItemScript {
	readonly prompt: number;
	readonly model: number;
	/** Whether it has a field that only v1/videos takes. */
	readonly hasExtras?: boolean;
}

/** One run of the node over the same items. */
export interface RunScript {
	/**
	 * What made it run again: n8n's Retry On Fail (same execution); a person's retry (new execution, the store as it
	 * was saved); the same after n8n crashed at the Stop, with the store as it was then, or with nothing left; a
	 * person's retry of an earlier run; or a new execution, where items have unique keys. The first run has nothing
	 * before it.
	 */
	readonly again: 'retry-on-fail' | 'person' | 'crash' | 'crash-lost' | 'earlier' | 'new';
	/** Time between the run before and this one, in milliseconds. */
	readonly pauseMs: number;
	/** When Stop is pressed, in milliseconds from the start of the run. */
	readonly stopAfterMs?: number;
	/** n8n's database is written so many times before Stop is pressed; never if absent. */
	readonly stopAtWrite?: number;
	/** Whether requests cut off by Stop on their way there arrive all the same. */
	readonly cutOffArrives: boolean;
	/** What the service is from now on; the reference page alone if nothing is said. */
	readonly contract?: ContractName;
	/** What the credential says of the API's version; `automatic` if nothing is said. */
	readonly api?: ApiSetting;
}

/** Everything that happens in one case. Plain data: it can be printed, shrunk and run again. */
export interface Script {
	readonly items: readonly ItemScript[];
	readonly waits: boolean;
	readonly maxConcurrent: number;
	readonly endOnFailure: boolean;
	readonly ifFails: 'error' | 'return';
	readonly ifNotReady: 'error' | 'return';
	/** Whether every item has a unique key. */
	readonly ownKeys: boolean;
	/** Whether expressions give another prompt in every run. */
	readonly changes: boolean;
	/** Whether rows stand at another place whenever the nodes before ours run again. */
	readonly moves: boolean;
	/** Which writes of n8n's database are lost, counted over all runs that do not end in a crash. */
	readonly lostWrites: readonly number[];
	readonly requestsPerMinute: number;
	readonly timeoutMinutes: number;
	/** 0 for none. */
	readonly capUsd: number;
	readonly balanceUsd: number;
	/** What the service charges, by its usual prices: it may have raised them. */
	readonly priceFactor: number;
	/** The workflow's own time limit; 0 for none. */
	readonly limitSeconds: number;
	/** Usual generation times are divided by it. */
	readonly speed: number;
	readonly seed: number;
	readonly latencies: readonly Latency[];
	readonly accidents: readonly Accident[];
	readonly faults: readonly Fault[];
	/** At least one. */
	readonly runs: readonly RunScript[];
}

/** Every model of the catalogue, and two that only v1/videos has. */
export const MODEL_IDS = [...MODELS.map(({ id }) => id), 'kling-3-pro', 'wan-2.7'];
