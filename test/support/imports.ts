/* eslint-disable @n8n/community-nodes/no-restricted-imports -- reads the source files themselves */
import { dirname, join, normalize } from 'node:path';

/** A source file: its path from the package's root, and its text. */
export interface Source {
	readonly path: string;
	readonly text: string;
}

/** One import of a file. */
export interface Import {
	readonly from: string;
	readonly typesOnly: boolean;
	/** Names of values that are imported. */
	readonly values: readonly string[];
}

const STATEMENT = /^(?:import|export)\s+(type\s+)?([^'";]*?)\s*from\s+'([^']+)'/gm;

/** What a file imports, or exports from another one. */
export function importsOf(text: string): Import[] {
	return [...text.matchAll(STATEMENT)].map(([, type, names = '', from = '']) => {
		const named = names
			.replace(/[{}]/g, '')
			.split(',')
			.map((name) => name.trim())
			.filter(Boolean);
		const values = type === undefined ? named.filter((name) => !name.startsWith('type ')) : [];
		return { from, values, typesOnly: values.length === 0 };
	});
}

/** Where a relative import of a file leads, without an extension. */
export const targetOf = (path: string, from: string): string =>
	normalize(join(dirname(path), from));

/** The first circle of imports among some files, as the way round it. */
export function findCircle(sources: readonly Source[]): string[] | undefined {
	const paths = new Set(sources.map(({ path }) => path));
	const next = new Map(
		sources.map(({ path, text }) => [
			path,
			importsOf(text)
				.filter(({ from }) => from.startsWith('.'))
				.map(({ from }) => targetOf(path, from))
				.map((target) => (paths.has(`${target}.ts`) ? `${target}.ts` : `${target}/index.ts`)),
		]),
	);
	const done = new Set<string>();
	const visit = (path: string, way: readonly string[]): string[] | undefined => {
		if (way.includes(path)) return [...way.slice(way.indexOf(path)), path];
		if (done.has(path)) return undefined;
		for (const target of next.get(path) ?? []) {
			const circle = visit(target, [...way, path]);
			if (circle !== undefined) return circle;
		}
		done.add(path);
		return undefined;
	};
	for (const path of paths) {
		const circle = visit(path, []);
		if (circle !== undefined) return circle;
	}
	return undefined;
}
