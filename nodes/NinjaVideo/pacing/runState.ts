import type { RequestWindow } from './requestWindow';
import type { WatchedJob } from './watchedJob';

/** Something that waits for its turn. */
export interface Waiting {
	/** Sends it. Called once, when its turn has come. */
	start(): void;
}

/** A look that waits until it is due. */
export interface WaitingLook extends Waiting {
	readonly job: WatchedJob;
}

/** An order that waits, or is under way. */
export interface WaitingOrder extends Waiting {
	readonly model: string;
	/** The model's usual time in milliseconds: within a run the slowest go first. */
	readonly usualMs: number;
	/** When to give up on it if it were ordered now, in milliseconds since the epoch. */
	deadlineMs(): number;
}

/** A free call about no single job, or about one that is looked at just once. */
export interface WaitingCall extends Waiting {
	readonly sinceMs: number;
}

/** What the scheduler knows of one run. */
export interface RunState {
	/** The run's own ceiling. */
	readonly window: RequestWindow;
	readonly ceiling: number;
	readonly orders: WaitingOrder[];
	readonly underWay: Map<WaitingOrder, { readonly lookMs: number; readonly deadlineMs: number }>;
	readonly looks: Set<WaitingLook>;
	readonly calls: WaitingCall[];
	/** Jobs that are watched, whether their look waits or is under way. */
	readonly jobs: Set<WatchedJob>;
	/** Grows with every order; the run with the lowest is next. */
	turn: number;
}
