/**
 * The wait before the next try in milliseconds: doubles with every failure in a row, up to a cap.
 * @param failures failures in a row so far, from 1
 */
export function backoffMs(failures: number, baseMs: number, capMs: number): number {
	return Math.min(capMs, baseMs * 2 ** Math.min(Math.max(failures, 1) - 1, 30));
}
