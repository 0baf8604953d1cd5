const PATTERN = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/;

function parse(version: string): readonly [number, number, number] {
	const [, major, minor, patch] = PATTERN.exec(version) ?? [];
	if (patch === undefined) throw new Error(`'${version}' is not a version such as 1.2.3`);
	return [Number(major), Number(minor), Number(patch)];
}

/** The tag of a version. */
export const tagOf = (version: string): string => `v${version}`;

/**
 * The version after `current`.
 * @param step `patch`, `minor`, `major`, or the version itself, which must be higher
 * @throws Error
 */
export function nextVersion(current: string, step: string): string {
	const [major, minor, patch] = parse(current);
	if (step === 'major') return `${major + 1}.0.0`;
	if (step === 'minor') return `${major}.${minor + 1}.0`;
	if (step === 'patch') return `${major}.${minor}.${patch + 1}`;
	const next = parse(step);
	const higher = next.map((part, index) => part - ([major, minor, patch][index] ?? 0));
	if ((higher.find((difference) => difference !== 0) ?? 0) > 0) return step;
	throw new Error(`${step} is not higher than ${current}`);
}
