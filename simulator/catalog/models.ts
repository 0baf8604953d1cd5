import { findModel } from '../pageRules';
import type { Settings } from '../settings';
import type { Price } from './prices';

/** The vendor's words. */
export type ModelStatus = 'preview' | 'ga' | 'deprecated' | 'retired';

/** A video model of `/videos`. */
export interface VideoModel {
	readonly id: string;
	readonly price: Price;
	readonly status: ModelStatus;
	/** Whether it takes orders now. */
	readonly servable: boolean;
	/** How long a generation usually takes, in milliseconds, at speed 1; invented where new. */
	readonly typicalMs: number;
	/** Whether it takes a prompt and a duration and nothing else. */
	readonly isPlain?: boolean;
}

/** A model of another kind, which only the list shows. */
export interface OtherModel {
	readonly id: string;
	readonly modality: 'text' | 'image' | 'audio' | 'embedding';
	readonly unit: 'token' | 'image' | 'second' | 'request';
}

const DEFAULT_TYPICAL_MS = 60_000;

function video(
	id: string,
	price: Price,
	status: ModelStatus = 'ga',
	servable = status !== 'retired',
): VideoModel {
	const typicalMs = findModel(id)?.typicalMs ?? DEFAULT_TYPICAL_MS;
	return { id, price, status, servable, typicalMs };
}

/** A model of the reference page, at the price it has there. */
function known(id: string): VideoModel {
	const rule = findModel(id);
	if (rule === undefined) throw new Error(`The reference page has no model ${id}`);
	return video(id, { unit: 'request', cents: rule.priceCents });
}

const perVideo = (cents: number): Price => ({ unit: 'request', cents });
const perSecond = (mills: number): Price => ({ unit: 'second', mills });

/**
 * The models of K. The ids are the vendor's, in the order of its document, and so are the prices of
 * the reference page. All other prices and every status are invented, so that each kind occurs: by
 * video and by second, with half cents, preview, deprecated, retired, and on show but not to be had.
 */
const K_MODELS: readonly VideoModel[] = [
	video('nova-reel', perSecond(80), 'retired'),
	known('runway-gen4.5'),
	known('seedance-2'),
	video('seedance-2.0-fast', perSecond(200)),
	video('seedance-2-mini', perSecond(80)),
	video('seedance-2.0', perSecond(300)),
	video('seedance-1.5-pro', perSecond(120)),
	video('seedance-lite', perSecond(50), 'deprecated'),
	video('seedance-pro', perSecond(100)),
	video('grok-imagine-video', perSecond(70)),
	video('grok-imagine-video-1.5', perSecond(100), 'preview'),
	video('kling-2.5-turbo', perSecond(105)),
	video('kling-3-pro', perVideo(450)),
	video('wan-2.7', perSecond(150)),
	video('wan-2.7-i2v', perSecond(150)),
	video('wan-2.7-r2v', perSecond(150)),
	video('wan-2.6', perSecond(120)),
	video('wan-2.6-i2v', perSecond(120)),
	video('wan-2.2-t2v-a14b', perVideo(40)),
	video('fast-wan-2.2', perVideo(15)),
	{ ...video('fast-wan-qad', perVideo(10)), isPlain: true },
	video('pruna-p-video', perSecond(25)),
	video('pixverse-6', perSecond(90)),
	video('pixverse-6-i2v', perSecond(90)),
	video('cosmos-3-nano', perSecond(40), 'preview'),
	video('cosmos-3-super', perSecond(100), 'preview', false),
	video('vidu-q3', perSecond(125)),
	known('veo-3.1'),
	known('veo-3.1-fast'),
	known('kling-video'),
	known('google-veo-2'),
	known('google-veo-3-fast'),
];

/** The models N adds, behind the first two of K. Prices invented. */
const ADDED_BY_N: readonly VideoModel[] = [
	video('flux-3-video', perSecond(300)),
	video('minimax-h3', perSecond(110)),
	video('hailuo-2.3', perVideo(280)),
	video('hailuo-2.3-fast', perVideo(190)),
	video('happyhorse-1.1', perSecond(75), 'preview'),
	video('ray-3.2', perSecond(350)),
	video('seedance-2.5', perSecond(600)),
];

/** Every video model of each document, as its list shows them. */
export const VIDEO_MODELS: Readonly<Record<Settings['catalog'], readonly VideoModel[]>> = {
	K: K_MODELS,
	N: [...K_MODELS.slice(0, 2), ...ADDED_BY_N, ...K_MODELS.slice(2)],
};

/** Other names N takes in an order. Which model each stands for is assumed from its words. */
const ALIASES_OF_N: Readonly<Record<string, string>> = {
	'google-veo-3.1': 'veo-3.1',
	'google-veo-3.1-fast': 'veo-3.1-fast',
	'google-veo': 'google-veo-2',
	'seedance-2-video': 'seedance-2',
	'seedance-video': 'seedance-2',
};

/** A few of the vendor's models that make no videos. */
export const OTHER_MODELS: readonly OtherModel[] = [
	{ id: 'gpt-5', modality: 'text', unit: 'token' },
	{ id: 'nano-banana-2', modality: 'image', unit: 'image' },
	{ id: 'tts-1', modality: 'audio', unit: 'second' },
	{ id: 'text-embedding-3-small', modality: 'embedding', unit: 'token' },
];

/** The video model of this id or other name, or `undefined`. */
export function findVideoModel(catalog: Settings['catalog'], id: unknown): VideoModel | undefined {
	const isAlias = catalog === 'N' && typeof id === 'string' && Object.hasOwn(ALIASES_OF_N, id);
	const sought = isAlias ? ALIASES_OF_N[id] : id;
	return VIDEO_MODELS[catalog].find((model) => model.id === sought);
}
