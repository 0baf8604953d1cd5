import { discover } from '../api/discovery';
import { isWanted } from '../jobs/spendCap';
import type { KnownOrder } from '../jobs/knownOrder';
import { backoffMs } from '../pacing/backoff';
import type { ServiceError } from '../videoService';
import type { Run } from './createRun';

/** How often a host that cannot be reached is asked. */
const MAX_TRIES = 3;

/**
 * A free look at the service before the first order of a run: what else answers in NinjaChat's place, if that is
 * proven. Nothing is asked where nothing is to be ordered.
 * @param known what is known of each order of the run
 */
export async function findInterception(
	{ connection, deps }: Pick<Run, 'connection' | 'deps'>,
	known: readonly KnownOrder[],
): Promise<ServiceError | undefined> {
	if (!known.some(isWanted)) return undefined;
	for (let tries = 1; ; tries += 1) {
		const found = await discover(connection);
		const error = found.kind === 'intercepted' ? found.error : undefined;
		if (error?.kind !== 'never-connected' || tries === MAX_TRIES || deps.signal.aborted) {
			return error;
		}
		await deps.clock.sleep(backoffMs(tries, 3000, 10_000), deps.signal);
	}
}
