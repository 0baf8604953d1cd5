const { rm } = require('node:fs/promises');
const { Transform } = require('node:stream');
const { nodeResolve } = require('@rollup/plugin-node-resolve');
const typescript = require('@rollup/plugin-typescript');
const { dest, parallel, series, src, watch: watchFiles } = require('gulp');
const { rollup } = require('rollup');
const { n8n } = require('./package.json');

const assets = {
	icons: ['{nodes,credentials}/**/*.svg'],
	codex: ['nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json'],
};

async function clean() {
	await rm('dist', { recursive: true, force: true });
}

/** What n8n loads, by path in `dist`, without `.js`: name and source are the same. */
const entries = [...n8n.nodes, ...n8n.credentials].map((file) =>
	file.replace(/^dist\//, '').replace(/\.js$/, ''),
);

/** TypeScript indents by four spaces, the sources by tabs, which are a tenth smaller. */
const tabs = {
	name: 'tabs',
	renderChunk: (code) => code.replace(/^(?: {4})+/gm, (indent) => '\t'.repeat(indent.length / 4)),
};

/**
 * One file for each node and credential, and one for what they share: n8n loads four files, not eighty. Nothing is
 * minified, since the code spends money on other people's machines: who installs it can read it. The comments are in
 * the repository.
 */
async function bundle() {
	console.log('Building the package: up to half a minute.');
	const built = await rollup({
		input: Object.fromEntries(entries.map((entry) => [entry, `${entry}.ts`])),
		external: ['n8n-workflow', 'zod', 'crypto'],
		plugins: [
			nodeResolve({ extensions: ['.ts'], moduleDirectories: [] }),
			typescript({ tsconfig: 'tsconfig.build.json', noEmitOnError: true }),
			tabs,
		],
		onLog(level, log, handle) {
			handle(level === 'warn' ? 'error' : level, log);
		},
	}).catch((error) => {
		// Said here, since `gulp --silent` says nothing.
		console.error(`${error.message}\n${error.frame ?? ''}`);
		throw error;
	});
	await built.write({
		dir: 'dist',
		format: 'cjs',
		chunkFileNames: 'shared.js',
		esModule: false,
		externalLiveBindings: false,
		freeze: false,
		generatedCode: 'es2015',
	});
	await built.close();
}

/** Rewrites the text of every file that passes. */
const rewrite = (change) =>
	new Transform({
		objectMode: true,
		transform(file, _, done) {
			Promise.resolve(file.contents.toString())
				.then(change)
				.then((text) => done(null, Object.assign(file, { contents: Buffer.from(text) })), done);
		},
	});

// Icons are read as bytes: gulp 5 would otherwise decode them.
const icons = () => src(assets.icons, { base: '.', encoding: false }).pipe(dest('dist'));
const codex = () =>
	src(assets.codex, { base: '.' })
		.pipe(rewrite((text) => JSON.stringify(JSON.parse(text))))
		.pipe(dest('dist'));

const build = series(clean, parallel(bundle, icons, codex));

function watch() {
	watchFiles('{nodes,credentials}/**/*.ts', { ignoreInitial: false }, bundle);
	watchFiles(assets.icons, { ignoreInitial: false }, icons);
	watchFiles(assets.codex, { ignoreInitial: false }, codex);
}

module.exports = { clean, bundle, icons, codex, build, watch, default: build };
