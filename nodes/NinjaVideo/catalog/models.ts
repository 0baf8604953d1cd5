/**
 * The models of v1/video, as data.
 *
 * Sources: [S] the vendor's reference page of `POST /api/v1/video`; [R] Runway's own API takes 2-10 s and the
 * endpoint takes 4-15 s, so 4-10 s is what both accept; [E] our estimate, used only to time the first look.
 */
export interface Model {
	readonly id: string;
	readonly name: string;
	/** Price of one video in US cents. */
	readonly priceCents: number;
	/** The lengths the model makes, in seconds. */
	readonly durations: readonly number[];
	/** What the model does with the aspect ratio it is given. */
	readonly aspectRatio: 'honoured' | 'ignored' | 'not stated';
	/** Whether the model works without a reference image. */
	readonly image: 'optional' | 'required';
	/** How long one video usually takes to make, in seconds. */
	readonly typicalSeconds: number;
	/** A few words for the model list, where n8n cuts what is longer than some 58 characters in all. */
	readonly note: string;
}

/** The aspect ratios that every API version takes [S]. */
export const ASPECT_RATIOS = ['16:9', '9:16'] as const;

/** The aspect ratio that only v1/videos takes, by its newer contract [N]. */
export const SQUARE = '1:1';

/** Stands for the aspect ratio that the model itself chooses: none is sent. */
export const RATIO_OF_MODEL = 'model';

/** What the endpoint uses where a field is left out [S]. */
export const DEFAULTS = { model: 'seedance-2', durationSeconds: 8, aspectRatio: '16:9' } as const;

/** The longest prompt the endpoint takes, in characters [S]. */
export const MAX_PROMPT_CHARACTERS = 4000;

/** The eight models, alphabetically by name. Names, prices, lengths, notes [S] unless marked. */
export const MODELS: readonly Model[] = [
	{
		id: 'google-veo-2',
		name: 'Google Veo 2',
		priceCents: 300,
		durations: [5, 6, 7, 8],
		aspectRatio: 'honoured',
		image: 'optional',
		typicalSeconds: 40, // "fastest, ~40s" [S]
		note: 'fastest: about 40 s',
	},
	{
		id: 'google-veo-3-fast',
		name: 'Google Veo 3 Fast',
		priceCents: 300,
		durations: [4, 6, 8],
		aspectRatio: 'honoured',
		image: 'optional',
		typicalSeconds: 70, // [E]
		note: 'budget Veo',
	},
	{
		id: 'kling-video',
		name: 'Kling Video',
		priceCents: 300,
		durations: [5, 6, 7, 8, 9, 10],
		aspectRatio: 'honoured',
		image: 'optional',
		typicalSeconds: 120, // [E]
		note: 'motion quality',
	},
	{
		id: 'runway-gen4-turbo',
		name: 'Runway Gen-4 Turbo',
		priceCents: 300,
		durations: [4, 5, 6, 7, 8, 9, 10], // [R]
		aspectRatio: 'not stated',
		image: 'required',
		typicalSeconds: 60, // [E]
		note: 'needs an image',
	},
	{
		id: 'runway-gen4.5',
		name: 'Runway Gen-4.5',
		priceCents: 500,
		durations: [4, 5, 6, 7, 8, 9, 10], // [R]
		aspectRatio: 'not stated',
		image: 'optional',
		typicalSeconds: 120, // [E]
		note: 'Runway flagship',
	},
	{
		id: 'seedance-2',
		name: 'Seedance 2',
		priceCents: 300,
		durations: [5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
		aspectRatio: 'ignored',
		image: 'optional',
		typicalSeconds: 120, // [E]
		note: 'longest, ignores ratio',
	},
	{
		id: 'veo-3.1',
		name: 'Veo 3.1',
		priceCents: 500,
		durations: [4, 6, 8],
		aspectRatio: 'honoured',
		image: 'optional',
		typicalSeconds: 90, // [E]
		note: "Google's best quality",
	},
	{
		id: 'veo-3.1-fast',
		name: 'Veo 3.1 Fast',
		priceCents: 300,
		durations: [4, 6, 8],
		aspectRatio: 'honoured',
		image: 'optional',
		typicalSeconds: 60, // [E]
		note: 'optimized for speed',
	},
];

/** What any model may be asked for, also one this package does not know yet: 4 to 15 seconds [S]. */
export const ANY_MODEL_DURATIONS: readonly number[] = [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

/** Usual time to make a video with a model that is not in the catalogue, in seconds [E]. */
export const ANY_MODEL_TYPICAL_SECONDS = 90;

/** The shortest video of a model that only the list has, where the service keeps the newer contract, in seconds [N]. */
export const SHORTEST_SECONDS = 3;

const prices = MODELS.map(({ priceCents }) => priceCents);

/** The least and the most that a video of these models costs, in US cents. A service's own list may name others. */
export const USUAL_PRICE = { leastCents: Math.min(...prices), mostCents: Math.max(...prices) };

const byId = new Map(MODELS.map((model) => [model.id, model]));

/** The catalogue's entry for a model id; undefined for a model that is newer than this package. */
export function findModel(id: string): Model | undefined {
	return byId.get(id);
}

/** The lengths a model makes, in seconds; for an unknown model what the endpoint takes in general. */
export function durationsOf(id: string): readonly number[] {
	return findModel(id)?.durations ?? ANY_MODEL_DURATIONS;
}

/** How long a video of this model usually takes, in seconds. */
export function typicalSecondsOf(id: string | undefined): number {
	return (
		(id === undefined ? undefined : findModel(id)?.typicalSeconds) ?? ANY_MODEL_TYPICAL_SECONDS
	);
}

/** Price of one video in US cents. A model that is not in the catalogue counts as the dearest one. */
export function priceCentsOf(id: string): number {
	return findModel(id)?.priceCents ?? Math.max(...MODELS.map((model) => model.priceCents));
}
