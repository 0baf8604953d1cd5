/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a command of the repository, not part of the package */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** The ports that `npm start` opens on 127.0.0.1. */
export interface Ports {
	readonly editor: number;
	/** The simulator's API, which the credential points at. */
	readonly simulator: number;
	/** Where the simulator's videos are served from. */
	readonly videos: number;
}

/** How to start. */
export interface StartOptions {
	readonly ports: Ports;
	/** Where n8n keeps its database and the installed package. */
	readonly dataFolder: string;
	/** The folder that workflows read from and write to. */
	readonly filesFolder: string;
}

export type CommandLine =
	| { readonly kind: 'start'; readonly options: StartOptions }
	| { readonly kind: 'help' }
	| { readonly kind: 'wrong'; readonly message: string };

/** What `npm start -- --help` prints. */
export const USAGE = `Opens the package in a real n8n, with the simulator of NinjaChat behind it.

  --port 5678             port of n8n's editor
  --simulator-port 4010   port of the simulator
  --video-port 4011       port the simulator's videos are served from
  --data FOLDER           n8n's database, in .local by default; delete it to begin anew
  --files output          folder that the workflows read from and write to
`;

const OPTIONS = {
	port: { type: 'string', default: '5678' },
	'simulator-port': { type: 'string', default: '4010' },
	'video-port': { type: 'string', default: '4011' },
	// n8n puts a copy of its editor there; linters and formatters pass over a folder of that name.
	data: { type: 'string', default: '.local/node_modules/start' },
	files: { type: 'string', default: 'output' },
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
	return {
		kind: 'start',
		options: {
			ports: {
				editor: Number(values.port),
				simulator: Number(values['simulator-port']),
				videos: Number(values['video-port']),
			},
			dataFolder: resolve(values.data),
			filesFolder: resolve(values.files),
		},
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
