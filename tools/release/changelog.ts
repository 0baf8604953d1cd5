const UNRELEASED = 'Unreleased';

/** The text under a heading of the changelog; undefined where there is no such heading. */
export function notesOf(changelog: string, heading: string): string | undefined {
	const sections = changelog.split(/^## /m).slice(1);
	const section = sections.find((text) => text.split('\n')[0]?.trim() === heading);
	return section?.slice(section.indexOf('\n')).trim();
}

/**
 * The changelog with what was unreleased as the notes of a version, and nothing unreleased.
 * @throws Error if there is nothing to release, or the version has notes already
 */
export function releaseNotes(changelog: string, version: string): string {
	if (notesOf(changelog, version) !== undefined) {
		throw new Error(`CHANGELOG.md has ${version} already`);
	}
	if ((notesOf(changelog, UNRELEASED) ?? '') === '') {
		throw new Error(`CHANGELOG.md has nothing under "## ${UNRELEASED}"`);
	}
	return changelog.replace(/^## Unreleased$/m, `## ${UNRELEASED}\n\n## ${version}`);
}
