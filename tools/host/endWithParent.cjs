// Preloaded into n8n: when the process that started it is gone, however it ended, n8n ends too.
const ENDS_WITHIN_MS = 10_000;

/** Takes what is printed: nobody reads it any more, and writing into a closed pipe would be an error each time. */
const swallow = (...args) => {
	const done = args.at(-1);
	if (typeof done === 'function') done();
	return true;
};

process.once('disconnect', () => {
	process.stdout.write = process.stderr.write = swallow;
	process.kill(process.pid, 'SIGTERM');
	// Its children are in its group.
	setTimeout(() => process.kill(-process.pid, 'SIGKILL'), ENDS_WITHIN_MS).unref();
});
process.channel?.unref();
