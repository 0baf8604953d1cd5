import { discover } from '../api/discovery';
import { isWanted } from '../jobs/spendCap';
import { lookUpOrder, type Order } from '../jobs/knownOrder';
import { backoffMs } from '../pacing/backoff';
import type { ServiceError } from '../videoService';
import type { Run } from './createRun';

/** How often a host that cannot be reached is asked. */
const MAX_TRIES = 3;

/**
 * A free look at the service before the first order of a run: what else answers in NinjaChat's place, if that is
 * proven. Nothing is asked where nothing is to be ordered.
 */
export async function findInterception(
	{ connection, deps }: Pick<Run, 'connection' | 'deps'>,
	orders: readonly Order[],
): Promise<ServiceError | undefined> {
	if (!orders.some((order) => isWanted(lookUpOrder(order, deps)))) return undefined;
	for (let tries = 1; ; tries += 1) {
		const found = await discover(connection);
		const error = found.kind === 'intercepted' ? found.error : undefined;
		if (error?.kind !== 'never-connected' || tries === MAX_TRIES || deps.signal.aborted) {
			return error;
		}
		await deps.clock.sleep(backoffMs(tries, 3000, 10_000), deps.signal);
	}
}
