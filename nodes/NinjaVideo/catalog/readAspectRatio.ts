import { DEFAULTS, RATIO_OF_MODEL } from './models';
import { asTyped, isLeftOpen } from './values';

const WORDS: ReadonlyMap<string, string> = new Map(
	Object.entries({
		landscape: '16:9',
		horizontal: '16:9',
		wide: '16:9',
		widescreen: '16:9',
		portrait: '9:16',
		vertical: '9:16',
		upright: '9:16',
		tall: '9:16',
		square: '1:1',
		[RATIO_OF_MODEL]: RATIO_OF_MODEL,
		'default of the model': RATIO_OF_MODEL,
		'model default': RATIO_OF_MODEL,
	}),
);

const MINUTES_PER_DAY = 1440;

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

const toRatio = (width: number, height: number): string | undefined => {
	const divisor = gcd(width, height);
	return divisor === 0 ? undefined : `${width / divisor}:${height / divisor}`;
};

/** A spreadsheet takes a typed `16:9` for nine minutes past four, and hands on the part of the day. */
function ofTimeOfDay(value: number): string | undefined {
	const minutes = Math.round(value * MINUTES_PER_DAY);
	const isTime = value > 0 && value < 1 && Math.abs(value * MINUTES_PER_DAY - minutes) < 0.01;
	return isTime ? toRatio(Math.floor(minutes / 60), minutes % 60) : undefined;
}

/** One shape, in words or in numbers; undefined for anything else. */
function readShape(text: string): string | undefined {
	const word = WORDS.get(text.replace(/ (format|mode|video)$/, ''));
	if (word !== undefined) return word;
	const numbers = /^(\d{1,5}) ?(?:[x×:∶/*_-]|by|to) ?(\d{1,5})(?::00)?(?: ?[a-z]+)?$/.exec(text);
	if (numbers === null) return Number(text) < 1 ? ofTimeOfDay(Number(text)) : undefined;
	return toRatio(Number(numbers[1]), Number(numbers[2]));
}

/**
 * A shape as people type it: `16:9`, `16x9`, `Landscape`, `16:9 (Landscape)`, `1920 x 1080`, and the time of day that
 * a spreadsheet makes of it; the default for nothing. A note that names another shape makes it none.
 * @returns `RATIO_OF_MODEL`, a ratio in lowest terms, whether or not a model makes it, or undefined
 */
export function readAspectRatio(value: unknown): string | undefined {
	if (isLeftOpen(value)) return DEFAULTS.aspectRatio;
	if (typeof value === 'number') return ofTimeOfDay(value);
	const text = asTyped(typeof value === 'string' ? value : '').toLowerCase();
	const [shape, ...notes] = text.split(/ ?[()[\],] ?/).map(readShape);
	return notes.every((note) => note === undefined || note === shape) ? shape : undefined;
}
