import { jsonReply, toDollars } from '../answers';
import { listModels } from '../catalog/modelList';
import { VIDEO_MODELS } from '../catalog/models';
import { chargeOf } from '../catalog/prices';
import type { Handled } from '../request';
import { type Call, serveAt, type Service } from './call';

/** The longest video there is, in seconds. */
const LONGEST = 15;

/** `GET /models`. */
export function getModels(service: Service, call: Call): Handled {
	return serveAt('models', service, call, () => {
		const now = service.world.clock.now();
		const data = listModels(service.settings, now);
		const generated = new Date(now).toISOString();
		return jsonReply(200, { object: 'list', data, total: data.length, generated_at: generated });
	});
}

/** `GET /models/{id}`. */
export function getModel(service: Service, call: Call): Handled {
	return serveAt('models', service, call, () => {
		const all = listModels(service.settings, service.world.clock.now());
		const found = all.find(({ id }) => id === call.id);
		return found === undefined
			? call.format.error('not_found', 'No model with this id')
			: jsonReply(200, found);
	});
}

/** `GET /pricing`: what the longest video of each model costs now. */
export function getPricing(service: Service, call: Call): Handled {
	return serveAt('models', service, call, () => {
		const { settings, world } = service;
		const video = VIDEO_MODELS[settings.catalog]
			.filter(({ servable }) => servable)
			.map(({ id, price }) => {
				const cents = chargeOf(settings.prices[id] ?? price, LONGEST, world.clock.now());
				return {
					id,
					per_video_cents: cents,
					per_video: toDollars(cents),
					basis: 'max_duration',
				};
			});
		return jsonReply(200, { video });
	});
}
