import { notesOf } from './changelog';
import { tagOf } from './version';

/** What is known of the place a release is made at. */
export interface Facts {
	readonly version: string;
	readonly branch: string;
	/** Whether all changes are committed. */
	readonly isClean: boolean;
	/** Tags here and at the remote; undefined where the remote could not be asked. */
	readonly tags: {
		readonly here: readonly string[];
		readonly remote: readonly string[] | undefined;
	};
	/** Versions on the registry; undefined where it could not be asked. */
	readonly published: readonly string[] | undefined;
}

/** What keeps a version from being released. A dry run may do without the network, a branch and a clean tree. */
export function findObstacles(facts: Facts, isDryRun: boolean): string[] {
	const { version, branch, isClean, tags, published } = facts;
	const tag = tagOf(version);
	const always = [
		tags.here.includes(tag) ? `The tag ${tag} is there already` : '',
		tags.remote?.includes(tag) === true ? `The tag ${tag} is at the remote already` : '',
		published?.includes(version) === true ? `${version} is on the registry already` : '',
	];
	const forReal = [
		branch === 'main' ? '' : `This is the branch ${branch}, and releases are made from main`,
		isClean ? '' : 'There are changes that are not committed',
		tags.remote === undefined ? `The remote cannot be asked whether it has ${tag}` : '',
		published === undefined ? `The registry cannot be asked whether it has ${version}` : '',
	];
	return [...always, ...(isDryRun ? [] : forReal)].filter((words) => words !== '');
}

/** What keeps a tag from being published. */
export function findTagObstacles(
	tag: string,
	facts: {
		readonly version: string;
		readonly changelog: string;
		readonly published: readonly string[] | undefined;
	},
): string[] {
	const { version, changelog, published } = facts;
	return [
		tag === tagOf(version)
			? ''
			: `The tag ${tag} is not ${tagOf(version)}, the version of package.json`,
		(notesOf(changelog, version) ?? '') === '' ? `CHANGELOG.md says nothing of ${version}` : '',
		(notesOf(changelog, 'Unreleased') ?? '') === '' ? '' : 'CHANGELOG.md has something unreleased',
		published === undefined ? `The registry cannot be asked whether it has ${version}` : '',
		published?.includes(version) === true
			? `${version} is on the registry already, and a version is never published again`
			: '',
	].filter((words) => words !== '');
}
