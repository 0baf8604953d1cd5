import { type AppOptions, createApp, type RecordedCall, type Settings } from './app';
import { makeCertificate } from './certificate';
import { answerControl } from './control';
import { createDispatcher } from './dispatcher';
import { createFaults } from './faults';
import { createImageFetcher } from './imageFetch';
import { type Listener, listen } from './listener';
import { createScheduler, postOverHttp } from './scheduler';
import { createVideoHost } from './videoHost';
import { createWorld, type WorldOptions } from './world';

/** How to start the simulator; everything has a default. */
export interface SimulatorOptions
	extends Partial<Settings>,
		Omit<WorldOptions, 'clock' | 'videoOrigin' | 'onWork' | 'onStart'> {
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
	/** Told of every call to the API and its answer. */
	readonly onAnswer?: AppOptions['onAnswer'];
}

/** A running simulator. */
export type Simulator = Awaited<ReturnType<typeof startSimulator>>;

/** Names the certificate of the redirect host is good for, beside 127.0.0.1. */
const NAMES = ['localhost', 'www.localhost'];

/**
 * Starts the simulator on two ports of 127.0.0.1, two origins: the API (with the control calls) and
 * the videos. Time is real; webhooks are delivered. With a redirect host the API's port speaks TLS too: it
 * redirects from `http://127.0.0.1:<port>` to `https://127.0.0.1:<port>`, and from
 * `http(s)://localhost:<port>` to `https://www.localhost:<port>`. Rejects if a port is taken.
 */
export async function startSimulator(options: SimulatorOptions = {}) {
	const { port = 0, videoPort = 0, latencyMs = 0, random } = options;
	let videoUrl = '';
	const images = createImageFetcher();
	const world = createWorld({
		...options,
		clock: { now: () => Date.now() },
		videoOrigin: () => videoUrl,
		onWork: () => scheduler.wake(),
		onStart: (job) => void images.fetchFor(job),
	});
	const faults = createFaults(random);
	const dispatcher = createDispatcher({ world, post: postOverHttp });
	const scheduler = createScheduler(dispatcher, world.clock);
	const app = createApp({ ...options, world, faults, dispatcher });
	const videoHost = createVideoHost({ ...options, world, faults });
	const certificate = app.settings.redirectHost ? await makeCertificate(NAMES) : undefined;
	const controlled = { world, faults, app, dispatcher, certificate: certificate?.cert };

	const videos = await listen(videoPort, latencyMs, (request) => videoHost.handle(request));
	videoUrl = videos.url;
	const api = await listenOrClose(videos, () =>
		listen(
			port,
			latencyMs,
			(request) => answerControl(controlled, request) ?? app.handle(request),
			certificate,
		),
	);

	return {
		/** Origin of the API; of its redirect host, if it has one. */
		url: api.url,
		/** Origin of the videos. */
		videoUrl,
		world,
		faults,
		app,
		dispatcher,
		videoHost,
		/** The images of orders, which are fetched from the hosts that are set in it. */
		images,
		/** What a client must trust to follow the redirect, as PEM; `undefined` without one. */
		certificate: certificate?.cert,
		/** Stops both listeners, hanging connections included, and the deliveries. */
		async close(): Promise<void> {
			scheduler.stop();
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
