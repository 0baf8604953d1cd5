import { findCircle, importsOf, targetOf, type Source } from './support/imports';
import { readSources } from './support/sources';

const LONGEST_FILE = 250;
const FOLDERS = ['nodes', 'credentials', 'simulator', 'test', 'tools', 'bench'];

const sources = FOLDERS.flatMap((folder) => readSources(folder, /\.(ts|mjs)$/));

const tooLong = (files: readonly Source[]): string[] =>
	files.flatMap(({ path, text }) => {
		const lines = text.replace(/\n$/, '').split('\n').length;
		return lines > LONGEST_FILE ? [`${path} has ${lines} lines`] : [];
	});

/** Imports that lead from files of one kind into files of another, as "from -> to". */
const crossings = (files: readonly Source[], from: RegExp, to: RegExp): string[] =>
	files
		.filter(({ path }) => from.test(path))
		.flatMap(({ path, text }) =>
			importsOf(text)
				.filter((one) => one.from.startsWith('.'))
				.map((one) => targetOf(path, one.from))
				.filter((target) => to.test(target))
				.map((target) => `${path} -> ${target}`),
		);

/** Who must not know whom, and why. */
const WALLS = [
	{
		label: 'what is published knows nothing beside it',
		from: /^(nodes|credentials)\//,
		to: /^(simulator|test|tools|bench)\//,
	},
	{
		label: 'the simulator is a second opinion: it has nothing from the node',
		from: /^simulator\//,
		to: /^(nodes|credentials)\//,
	},
	{
		label: 'the parts of the tests do not know the tests',
		from: /^(simulator\/|tools\/|test\/support\/)/,
		to: /^test\/(unit|engine|e2e|chaos|faults)\//,
	},
	{
		label: 'nothing but the benchmarks knows the benchmarks',
		from: /^(simulator|test|tools)\//,
		to: /^bench\//,
	},
];

describe('the repository', () => {
	it('is read whole', () => {
		for (const folder of FOLDERS) {
			expect(sources.some(({ path }) => path.startsWith(`${folder}/`))).toBe(true);
		}
	});

	it(`has no source file of more than ${LONGEST_FILE} lines`, () => {
		expect(tooLong(sources)).toEqual([]);
	});

	it('has no circle of imports', () => {
		expect(findCircle(sources)).toBeUndefined();
	});

	it.each(WALLS)('$label', ({ from, to }) => {
		expect(sources.some(({ path }) => from.test(path))).toBe(true);
		expect(crossings(sources, from, to)).toEqual([]);
	});
});

describe('the check itself', () => {
	const file = (path: string, from: string) => ({ path, text: `import { a } from '${from}';` });

	it('catches a file that is a line too long', () => {
		const lines = (count: number) => ({ path: 'nodes/a.ts', text: 'a\n'.repeat(count) });
		expect(tooLong([lines(LONGEST_FILE)])).toEqual([]);
		expect(tooLong([lines(LONGEST_FILE + 1)])).toEqual(['nodes/a.ts has 251 lines']);
	});

	it('catches a circle', () => {
		const circle = [file('n/a.ts', './b'), file('n/b.ts', './c'), file('n/c.ts', './a')];
		expect(findCircle(circle)).toEqual(['n/a.ts', 'n/b.ts', 'n/c.ts', 'n/a.ts']);
		expect(findCircle([file('n/a.ts', './b'), file('n/b.ts', './c')])).toBeUndefined();
	});

	it.each([
		{ path: 'nodes/NinjaVideo/n8n/a.ts', from: '../../../test/support/builders' },
		{ path: 'simulator/a.ts', from: '../nodes/NinjaVideo/catalog/models' },
		{ path: 'simulator/v2/a.ts', from: '../../nodes/NinjaVideo/videoService' },
		{ path: 'test/support/a.ts', from: '../unit/api/scriptedCall' },
		{ path: 'test/unit/a.ts', from: '../../bench/simulate' },
	])('catches $from in $path', ({ path, from }) => {
		const planted = WALLS.flatMap((wall) => crossings([file(path, from)], wall.from, wall.to));
		expect(planted).toHaveLength(1);
	});
});
