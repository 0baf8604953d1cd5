/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a command of the repository, not part of the package */
import { parseArgs } from 'node:util';

/** The ports that `npm start` opens on 127.0.0.1. */
export interface Ports {
	readonly editor: number;
	/** The simulator's API, which the credential points at. */
	readonly simulator: number;
	/** Where the simulator's videos are served from. */
	readonly videos: number;
}

export type CommandLine =
	| { readonly kind: 'start'; readonly ports: Ports }
	| { readonly kind: 'help' }
	| { readonly kind: 'wrong'; readonly message: string };

/** What `npm start -- --help` prints. */
export const USAGE = `Opens the package in a real n8n, with the simulator of NinjaChat behind it.

  --port 5678             port of n8n's editor
  --simulator-port 4010   port of the simulator
  --video-port 4011       port the simulator's videos are served from
`;

const OPTIONS = {
	port: { type: 'string', default: '5678' },
	'simulator-port': { type: 'string', default: '4010' },
	'video-port': { type: 'string', default: '4011' },
	help: { type: 'boolean', default: false },
} as const;

/** Reads the arguments behind `npm start --`. */
export function readCommandLine(argv: readonly string[]): CommandLine {
	const values = parse(argv);
	if (typeof values === 'string') return { kind: 'wrong', message: values };
	if (values.help) return { kind: 'help' };
	const names = ['port', 'simulator-port', 'video-port'] as const;
	const bad = names.find((name) => !isPort(values[name]));
	if (bad !== undefined) {
		return { kind: 'wrong', message: `--${bad} must be a port number, 1 to 65535` };
	}
	const [editor, simulator, videos] = names.map((name) => Number(values[name]));
	return {
		kind: 'start',
		ports: { editor: editor ?? 0, simulator: simulator ?? 0, videos: videos ?? 0 },
	};
}

const isPort = (text: string) =>
	/^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;

function parse(argv: readonly string[]) {
	try {
		return parseArgs({ args: [...argv], options: OPTIONS }).values;
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}
