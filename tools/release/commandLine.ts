/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a command of the repository, not part of the package */
import { parseArgs } from 'node:util';

export type CommandLine =
	| { readonly kind: 'release'; readonly step: string; readonly isDryRun: boolean }
	/** Whether a tag may be published: asked by the workflow that does it. */
	| { readonly kind: 'check-tag'; readonly tag: string }
	| { readonly kind: 'help' }
	| { readonly kind: 'wrong'; readonly message: string };

/** What `npm run release -- --help` prints. */
export const USAGE = `Makes a release: npm run release [-- patch|minor|major|1.2.3] [--dry-run]

Takes the last commit, gives it the next version (patch by default), turns Unreleased of the changelog into it,
builds, scans and packs it in a folder of its own. If all is well, the new version is committed and tagged here.
Nothing is published: pushing the tag does that, in a workflow, with provenance.

  --dry-run          changes nothing here and needs no network
  --check-tag v1.2.3 says whether that tag may be published
`;

const OPTIONS = {
	'dry-run': { type: 'boolean', default: false },
	'check-tag': { type: 'string' },
	help: { type: 'boolean', default: false },
} as const;

/** Reads the arguments behind `npm run release --`. */
export function readCommandLine(argv: readonly string[]): CommandLine {
	const parsed = parse(argv);
	if (typeof parsed === 'string') return { kind: 'wrong', message: parsed };
	const { values, positionals } = parsed;
	const [step = 'patch', ...more] = positionals;
	if (values.help) return { kind: 'help' };
	if (more.length > 0)
		return { kind: 'wrong', message: `One version, not ${positionals.join(' ')}` };
	const tag = values['check-tag'];
	return tag === undefined
		? { kind: 'release', step, isDryRun: values['dry-run'] }
		: { kind: 'check-tag', tag };
}

function parse(argv: readonly string[]) {
	try {
		return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true });
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}
