import { hashOf } from './identity';

/** A store of marks that outlives executions and crashes. Asking it for a mark records the mark. */
export interface MarkStore {
	/**
	 * Records marks at once and tells which were there before.
	 * @throws Error where the store cannot be written
	 */
	record(marks: readonly string[]): Promise<ReadonlySet<string>>;
	/** @throws Error where the store cannot be written */
	remove(marks: readonly string[]): Promise<void>;
}

/** The mark of a place: one of its root, and one of its execution. */
export const placeMark = (root: string, place: string, purchase: number) =>
	`place:${root}:${place}#${purchase}`;
/** The mark of a video, whatever the place of its row. */
export const copyMark = (root: string, copy: string) => `copy:${root}:${copy}`;
/** The mark of a unique key. */
export const keyMark = (uniqueKey: string, purchase: number) =>
	`key:${hashOf(uniqueKey)}#${purchase}`;
/** Says that the video of a key's purchase failed. */
export const failedMark = (uniqueKey: string, purchase: number) =>
	`${keyMark(uniqueKey, purchase)} failed`;
/** Says that the order left where nothing is replayed: it is never sent again. */
export const finalMark = (mark: string) => `${mark} final`;
/** Stands beside the marks of a body while they are only asked for: cut off then, it is not taken for sent. */
export const askedMark = (mark: string, body: string) => `${mark} ${body} asked`;
/** Stands for a key's mark while that is taken out and written anew. */
export const standInMark = (uniqueKey: string, purchase: number) =>
	`${keyMark(uniqueKey, purchase)} renewed`;
