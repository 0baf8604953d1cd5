import { readVersions } from '../../../tools/release/ask';
import { notesOf, releaseNotes } from '../../../tools/release/changelog';
import { readCommandLine } from '../../../tools/release/commandLine';
import { findObstacles, findTagObstacles } from '../../../tools/release/obstacles';
import { nextVersion } from '../../../tools/release/version';

const CHANGELOG = `# Changelog

## Unreleased

- New.

## 0.1.0

First version.
`;

describe('the next version', () => {
	it.each([
		['patch', '1.2.4'],
		['minor', '1.3.0'],
		['major', '2.0.0'],
		['1.2.10', '1.2.10'],
		['2.0.0', '2.0.0'],
	])('of 1.2.3 by %s is %s', (step, version) => {
		expect(nextVersion('1.2.3', step)).toBe(version);
	});

	it.each(['1.2.3', '1.2.2', '0.9.9', '1.1.10'])('is not %s after 1.2.3', (step) => {
		expect(() => nextVersion('1.2.3', step)).toThrow(`${step} is not higher than 1.2.3`);
	});

	it.each(['v1.2.4', '1.3', '1.3.0-rc.1', '01.3.0', 'next'])('is not called %s', (step) => {
		expect(() => nextVersion('1.2.3', step)).toThrow('is not a version such as 1.2.3');
	});
});

describe('the changelog of a release', () => {
	it('has what was unreleased as the notes of the version', () => {
		const released = releaseNotes(CHANGELOG, '0.2.0');
		expect(notesOf(released, 'Unreleased')).toBe('');
		expect(notesOf(released, '0.2.0')).toBe('- New.');
		expect(notesOf(released, '0.1.0')).toBe('First version.');
	});

	it('is refused where nothing is unreleased, or the version has notes', () => {
		const released = releaseNotes(CHANGELOG, '0.2.0');
		expect(() => releaseNotes(released, '0.3.0')).toThrow('nothing under "## Unreleased"');
		expect(() => releaseNotes('# Changelog\n', '0.2.0')).toThrow('nothing under');
		expect(() => releaseNotes(CHANGELOG, '0.1.0')).toThrow('has 0.1.0 already');
	});
});

describe('a release', () => {
	const facts = {
		version: '0.2.0',
		branch: 'main',
		isClean: true,
		tags: { here: ['v0.1.0'], remote: ['v0.1.0'] },
		published: ['0.1.0'],
	};
	const offline = { ...facts, published: undefined, tags: { here: [], remote: undefined } };

	it('is made of a clean main whose version is nowhere yet', () => {
		expect(findObstacles(facts, false)).toEqual([]);
		expect(findObstacles({ ...facts, published: [] }, false)).toEqual([]);
	});

	it.each([
		['a tag here', { tags: { here: ['v0.2.0'], remote: [] } }, /v0\.2\.0 is there already/],
		['a tag at the remote', { tags: { here: [], remote: ['v0.2.0'] } }, /at the remote already/],
		['the registry', { published: ['0.1.0', '0.2.0'] }, /0\.2\.0 is on the registry already/],
	])('is refused for a version that is taken by %s, also dry', (_, changes, words) => {
		for (const isDryRun of [true, false]) {
			expect(findObstacles({ ...facts, ...changes }, isDryRun)).toEqual([
				expect.stringMatching(words) as string,
			]);
		}
	});

	it('is refused elsewhere, with open changes, or where nobody can say what is taken', () => {
		expect(findObstacles({ ...offline, branch: 'idea', isClean: false }, false)).toEqual([
			'This is the branch idea, and releases are made from main',
			'There are changes that are not committed',
			'The remote cannot be asked whether it has v0.2.0',
			'The registry cannot be asked whether it has 0.2.0',
		]);
	});

	it('runs dry on any branch, offline', () => {
		expect(findObstacles({ ...offline, branch: 'idea', isClean: false }, true)).toEqual([]);
	});
});

describe('a tag', () => {
	const changelog = releaseNotes(CHANGELOG, '0.2.0');
	const good = { version: '0.2.0', changelog, published: ['0.1.0'] };

	it('is published where it is the version of the package, with notes, for the first time', () => {
		expect(findTagObstacles('v0.2.0', good)).toEqual([]);
	});

	it.each([
		['of another version', 'v0.3.0', good, 'is not v0.2.0'],
		['without the v', '0.2.0', good, 'is not v0.2.0'],
		['without notes', 'v0.3.0', { ...good, version: '0.3.0' }, 'says nothing of 0.3.0'],
		[
			'whose notes were not made',
			'v0.1.0',
			{ ...good, version: '0.1.0', changelog: CHANGELOG, published: [] },
			'something unreleased',
		],
		[
			'of a version that is out',
			'v0.2.0',
			{ ...good, published: ['0.2.0'] },
			'never published again',
		],
		[
			'while the registry cannot be asked',
			'v0.2.0',
			{ ...good, published: undefined },
			'cannot be asked',
		],
	])('%s is not', (_, tag, facts, words) => {
		expect(findTagObstacles(tag, facts)).toEqual([expect.stringContaining(words) as string]);
	});
});

describe('the versions on the registry', () => {
	it.each([
		['none of a package that is new', '{"error":{"code":"E404"}}', []],
		['the only one', '"0.1.0"', ['0.1.0']],
		['all', '["0.1.0","0.2.0"]', ['0.1.0', '0.2.0']],
		['not known without a connection', '{"error":{"code":"ENOTFOUND"}}', undefined],
		['not known from nothing', '', undefined],
		['not known from another answer', 'null', undefined],
	])('are %s', (_, answer, versions) => {
		expect(readVersions(answer)).toEqual(versions);
	});
});

describe('the command line of npm run release', () => {
	it.each([
		[[], { kind: 'release', step: 'patch', isDryRun: false }],
		[['minor', '--dry-run'], { kind: 'release', step: 'minor', isDryRun: true }],
		[['--check-tag', 'v0.2.0'], { kind: 'check-tag', tag: 'v0.2.0' }],
		[['--help'], { kind: 'help' }],
		[['minor', 'major'], { kind: 'wrong', message: 'One version, not minor major' }],
	])('reads %j', (argv, command) => {
		expect(readCommandLine(argv)).toEqual(command);
	});

	it('refuses an option that it does not know', () => {
		expect(readCommandLine(['--force'])).toMatchObject({ kind: 'wrong' });
	});
});
