import { systemClock } from '../../nodes/NinjaVideo/n8n/clock';

/** Lets every wait between two calls end at once; the time limit of a call, which has a signal, never comes. */
export const skipWaits = (): jest.SpyInstance =>
	jest
		.spyOn(systemClock, 'sleep')
		.mockImplementation(
			async (_, signal) =>
				await (signal === undefined ? Promise.resolve() : new Promise<void>(() => {})),
		);

/** The waits that were skipped, in milliseconds. */
export const skippedWaits = (spy: jest.SpyInstance): number[] =>
	(spy.mock.calls as Array<[number, AbortSignal?]>)
		.filter(([, signal]) => signal === undefined)
		.map(([ms]) => ms);
