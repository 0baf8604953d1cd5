import { listModels } from '../api/discovery';
import { dearestLiveCents } from '../api/models';
import { findModel } from '../catalog/models';
import type { Order } from '../jobs/knownOrder';
import type { Run } from './createRun';

/** Where a price comes from: the service's own list, this package's table, or the dearest model of that table. */
export type PriceSource = 'list' | 'table' | 'estimate';

/** Where the price of each order comes from. Free; the list is asked for at most once in some minutes. */
export async function priceSourcesOf(
	{ connection }: Pick<Run, 'connection'>,
	orders: readonly Order[],
): Promise<PriceSource[]> {
	if (orders.length === 0) return [];
	const list = await listModels(connection);
	return orders.map(({ priceCents, request: { durationSeconds, model } }) => {
		const live = list?.find(({ id, servable }) => servable && id === model);
		const listCents = live === undefined ? undefined : dearestLiveCents(live, durationSeconds);
		if (listCents === priceCents) return 'list';
		return findModel(model) === undefined ? 'estimate' : 'table';
	});
}
