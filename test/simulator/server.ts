import { createApp, type RecordedCall } from './app';
import { answerControl } from './control';
import { createFaults } from './faults';
import { type Listener, listen } from './listener';
import { createVideoHost } from './videoHost';
import { createWorld, type WorldOptions } from './world';

/** How to start the simulator; everything has a default. */
export interface SimulatorOptions
	extends Pick<WorldOptions, 'accounts' | 'speed' | 'spread' | 'random' | 'rateLimit'> {
	/** Port of the API; 0, the default, takes any free one. */
	readonly port?: number;
	/** Port of the video host; likewise. */
	readonly videoPort?: number;
	/** Size of every video, in bytes; the bare clip by default. */
	readonly videoBytes?: number;
	/** How late every answer is, in milliseconds; 0 by default. */
	readonly latencyMs?: number;
	/** Told of every call to the API and to the video host. */
	readonly onCall?: (call: RecordedCall) => void;
}

/** A running simulator. */
export type Simulator = Awaited<ReturnType<typeof startSimulator>>;

/**
 * Starts the simulator on two ports of 127.0.0.1, two origins: the API (with the control door) and
 * the videos. Time is real. Rejects if a port is taken.
 */
export async function startSimulator(options: SimulatorOptions = {}) {
	const { port = 0, videoPort = 0, latencyMs = 0, random } = options;
	let videoUrl = '';
	const world = createWorld({
		...options,
		clock: { now: () => Date.now() },
		videoOrigin: () => videoUrl,
	});
	const faults = createFaults(random);
	const app = createApp({ ...options, world, faults });
	const videoHost = createVideoHost({ ...options, world, faults });

	const videos = await listen(videoPort, latencyMs, (request) => videoHost.handle(request));
	videoUrl = videos.url;
	const api = await listenOrClose(videos, () =>
		listen(
			port,
			latencyMs,
			(request) => answerControl({ world, faults, app }, request) ?? app.handle(request),
		),
	);

	return {
		/** Origin of the API. */
		url: api.url,
		/** Origin of the videos. */
		videoUrl,
		world,
		faults,
		app,
		videoHost,
		/** Stops both listeners, hanging connections included. */
		async close(): Promise<void> {
			await Promise.all([api.close(), videos.close()]);
		},
	};
}

/** The second listener; if it cannot be had, the first must not keep the process alive. */
async function listenOrClose(first: Listener, second: () => Promise<Listener>): Promise<Listener> {
	const outcome = await second().then(
		(listener) => ({ listener }),
		(error: unknown) => ({ error }),
	);
	if ('listener' in outcome) return outcome.listener;
	await first.close();
	throw outcome.error;
}
