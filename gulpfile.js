const { execFile } = require('node:child_process');
const { rm } = require('node:fs/promises');
const { Transform } = require('node:stream');
const { dest, parallel, series, src, watch: watchFiles } = require('gulp');
const { minify } = require('terser');

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

/**
 * A module of the compiler as a person would write it in CommonJS: `require` with names, one `module.exports`. A
 * sixth smaller than the compiler's own CommonJS. It relies on what the sources keep to: named imports and exports
 * only, and no circle of imports.
 */
function toCommonJs(text) {
	const names = [];
	const body = text
		.replace(/^import \{([^}]*)\} from ('[^']+');$/gm, 'const {$1} = require($2);')
		.replace(/^export ((?:async )?function|const|class) (\w+)/gm, (_, kind, name) => {
			names.push(name);
			return `${kind} ${name}`;
		})
		.replace(/^export \{\};\n/m, '');
	if (/^(import|export)\b/m.test(body)) throw new Error('An import or export of another form');
	const exported = names.length === 0 ? '' : `module.exports = { ${names.join(', ')} };\n`;
	return `'use strict';\n${body}${exported}`;
}

/** Names of functions and classes stay, so that a stack trace of a user says where it was. */
async function shrink(text) {
	const { code } = await minify(text, {
		ecma: 2022,
		compress: { passes: 2, keep_classnames: true, keep_fnames: true },
		mangle: { keep_classnames: true, keep_fnames: true },
		format: { ecma: 2022, semicolons: false },
	});
	return `${code}\n`;
}

const modules = () =>
	src('dist/**/*.js').pipe(rewrite(toCommonJs)).pipe(rewrite(shrink)).pipe(dest('dist'));

// Icons are read as bytes: gulp 5 would otherwise decode them.
const icons = () => src(assets.icons, { base: '.', encoding: false }).pipe(dest('dist'));
const codex = () =>
	src(assets.codex, { base: '.' })
		.pipe(rewrite((text) => JSON.stringify(JSON.parse(text))))
		.pipe(dest('dist'));

const build = series(clean, parallel(series(compile, modules), icons, codex));

function watch() {
	watchFiles('{nodes,credentials}/**/*.ts', { ignoreInitial: false }, series(compile, modules));
	watchFiles(assets.icons, { ignoreInitial: false }, icons);
	watchFiles(assets.codex, { ignoreInitial: false }, codex);
}

module.exports = { clean, compile, icons, codex, build, watch, default: build };
