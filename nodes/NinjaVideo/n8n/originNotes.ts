import type { OriginNotes } from '../api/transport';

/** One for each base URL of a credential. */
const byOrigin = new Map<string, OriginNotes>();

/** What this process knows of an origin: the same object for every run and for the editor. */
export function notesOf(origin: string): OriginNotes {
	const notes = byOrigin.get(origin) ?? {};
	byOrigin.set(origin, notes);
	return notes;
}
