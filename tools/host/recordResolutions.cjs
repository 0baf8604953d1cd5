// Preloaded into n8n: writes down where the packages lie that our package asks for, a line of JSON for each.
const { appendFileSync } = require('node:fs');
const Module = require('node:module');

const OURS = /[\\/]node_modules[\\/]n8n-nodes-ninja-video[\\/]/;
const resolve = Module._resolveFilename;

Module._resolveFilename = function (request, parent, ...rest) {
	const path = resolve.call(this, request, parent, ...rest);
	if (OURS.test(parent?.filename ?? '') && !request.startsWith('.')) {
		const line = JSON.stringify({ request, path });
		appendFileSync(process.env.NINJA_VIDEO_RESOLUTIONS, `${line}\n`);
	}
	return path;
};
