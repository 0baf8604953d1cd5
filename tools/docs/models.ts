import { formatDollars } from '../../nodes/NinjaVideo/money';
import { DEFAULTS, MODELS, type Model } from '../../nodes/NinjaVideo/catalog/models';
import { renderTable } from './table';

const BEGIN = '<!-- models: written by npm run docs -->';
const END = '<!-- /models -->';

const isUnbroken = (lengths: readonly number[]): boolean =>
	lengths.length > 4 && (lengths.at(-1) ?? 0) - (lengths[0] ?? 0) === lengths.length - 1;

const toLengths = ({ durations }: Model): string =>
	isUnbroken(durations) ? `${durations[0]} to ${durations.at(-1)}` : durations.join(', ');

/** The catalogue as the README shows it. */
export function renderModels(models: readonly Model[] = MODELS): string {
	const rows = models.map((model) => [
		model.name,
		`\`${model.id}\``,
		formatDollars(model.priceCents).replace('.00', ''),
		toLengths(model),
		model.id === DEFAULTS.model ? `default; ${model.note}` : model.note,
	]);
	return renderTable(['Model', 'ID', 'Price', 'Seconds', 'Notes'], rows);
}

/**
 * A text with the table of models between its two marks made anew.
 * @throws Error where the marks are missing
 */
export function withModelTable(text: string, models?: readonly Model[]): string {
	const [before, rest] = text.split(`${BEGIN}\n`);
	const after = rest?.split(END)[1];
	if (before === undefined || after === undefined) throw new Error(`No ${BEGIN} and ${END}`);
	return `${before}${BEGIN}\n\n${renderModels(models)}\n\n${END}${after}`;
}
