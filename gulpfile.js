const { execFile } = require('node:child_process');
const { rm } = require('node:fs/promises');
const { Transform } = require('node:stream');
const { dest, parallel, series, src, watch: watchFiles } = require('gulp');

const assets = {
	icons: ['{nodes,credentials}/**/*.svg'],
	codex: ['nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json'],
};

async function clean() {
	await rm('dist', { recursive: true, force: true });
}

function compile(done) {
	const tsc = require.resolve('typescript/bin/tsc');
	execFile(process.execPath, [tsc, '-p', 'tsconfig.build.json'], (error, stdout) => {
		if (stdout) process.stdout.write(stdout);
		done(error ? new Error('TypeScript found errors') : undefined);
	});
}

// The compiler indents with four blanks; tabs, as in the sources, make the package a tenth smaller.
function tabs() {
	return src('dist/**/*.js')
		.pipe(
			new Transform({
				objectMode: true,
				transform(file, _, done) {
					const text = file.contents
						.toString()
						.replace(/^( {4})+/gm, (indent) => '\t'.repeat(indent.length / 4));
					file.contents = Buffer.from(text);
					done(null, file);
				},
			}),
		)
		.pipe(dest('dist'));
}

// Icons are read as bytes: gulp 5 would otherwise decode them.
const icons = () => src(assets.icons, { base: '.', encoding: false }).pipe(dest('dist'));
const codex = () => src(assets.codex, { base: '.' }).pipe(dest('dist'));

const build = series(clean, parallel(series(compile, tabs), icons, codex));

function watch() {
	watchFiles('{nodes,credentials}/**/*.ts', { ignoreInitial: false }, series(compile, tabs));
	watchFiles(assets.icons, { ignoreInitial: false }, icons);
	watchFiles(assets.codex, { ignoreInitial: false }, codex);
}

module.exports = { clean, compile, icons, codex, build, watch, default: build };
