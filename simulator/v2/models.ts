import { findModel } from '../rules';

/** Money per video, in US cents, or per second of video, in tenths of a US cent. */
export type Price =
	| { readonly unit: 'request'; readonly cents: number }
	| { readonly unit: 'second'; readonly mills: number };

/** The vendor's words. */
export type ModelStatus = 'preview' | 'ga' | 'deprecated' | 'retired';

/** A video model of generation 2. */
export interface VideoModel {
	readonly id: string;
	readonly price: Price;
	readonly status: ModelStatus;
	/** Whether it takes orders now. */
	readonly servable: boolean;
	/** How long a generation usually takes, in milliseconds, at speed 1; invented where new. */
	readonly typicalMs: number;
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

/** A model of generation 1, at the price it has there. */
function known(id: string): VideoModel {
	const rule = findModel(id);
	if (rule === undefined) throw new Error(`Generation 1 has no model ${id}`);
	return video(id, { unit: 'request', cents: rule.priceCents });
}

const perVideo = (cents: number): Price => ({ unit: 'request', cents });
const perSecond = (mills: number): Price => ({ unit: 'second', mills });

/**
 * The ids are the vendor's, in the order of its document, and so are the prices of generation 1.
 * All other prices and every status are invented, so that each kind occurs: by video and by second,
 * with half cents, preview, deprecated, retired, and on show but not to be had.
 */
export const VIDEO_MODELS: readonly VideoModel[] = [
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
	video('fast-wan-qad', perVideo(10)),
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

/** A few of the vendor's models that make no videos. */
export const OTHER_MODELS: readonly OtherModel[] = [
	{ id: 'gpt-5', modality: 'text', unit: 'token' },
	{ id: 'nano-banana-2', modality: 'image', unit: 'image' },
	{ id: 'tts-1', modality: 'audio', unit: 'second' },
	{ id: 'text-embedding-3-small', modality: 'embedding', unit: 'token' },
];

/** The video model of this id, or `undefined`. */
export function findVideoModel(id: unknown): VideoModel | undefined {
	return VIDEO_MODELS.find((model) => model.id === id);
}

/** What a video of so many seconds costs, in US cents, halves rounded up. */
export function priceCentsOf({ price }: VideoModel, durationSeconds: number): number {
	return price.unit === 'request' ? price.cents : Math.round((price.mills * durationSeconds) / 10);
}
