/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs in a process of its own, so that neither its memory nor its work counts */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const [bytes = 0, bytesPerSecond = 0] = process.argv.slice(2).map(Number);
/** A file grows by so much at once, in milliseconds of its speed. */
const STEP_MS = 20;

/** The head of an MP4 file, then zeros: each answer comes at its own speed, however many come at once. */
const server = createServer((_, response) => {
	response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': bytes });
	const startMs = performance.now();
	let sent = 0;
	const step = setInterval(() => {
		const due = Math.min(bytes, ((performance.now() - startMs) / 1000) * bytesPerSecond);
		const chunk = Buffer.alloc(Math.max(0, Math.floor(due) - sent));
		if (sent === 0 && chunk.length > 12) chunk.write('\0\0\0\x18ftypmp42', 'latin1');
		// Whoever reads too slowly is sent no more than fits.
		if (chunk.length === 0 || response.writableNeedDrain) return;
		sent += chunk.length;
		response.write(chunk);
		if (sent < bytes) return;
		clearInterval(step);
		response.end();
	}, STEP_MS);
	response.once('close', () => clearInterval(step));
});
server.listen(0, '127.0.0.1', () => {
	process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
// A bench that was cut off leaves no server behind.
process.once('disconnect', () => process.exit());
