import type { Row } from './comparison';

const SIZE = { width: 980, height: 470 };
const TOP = 90;
const BOTTOM = 390;
const SCATTER = { left: 60, width: 480 };
const BARS = { left: 640, width: 300 };
const OURS_COLOUR = '#e4572e';
const COLOURS: Readonly<Record<string, string>> = {
	ours: OURS_COLOUR,
	'fixed 2 s': '#8d99ae',
	'fixed 5 s': '#4d7ea8',
	'fixed 10 s': '#2b4570',
	'fixed 15 s': '#6a994e',
	'backoff 5-30 s': '#9d6b9e',
};
/** The policy our bars are compared to, as other nodes run it. */
const RIVAL = 'fixed 10 s';

/** Two views of the comparison as an SVG: what watching ten jobs costs, and how long batches take. */
export function drawPicture(rows: readonly Row[]): string {
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.width} ${SIZE.height}" font-family="sans-serif" font-size="13">`,
		`<rect width="${SIZE.width}" height="${SIZE.height}" fill="#fff"/>`,
		heading(SCATTER.left, 'Ten videos watched together', 'Lower and further left is better'),
		drawScatter(rows.filter((row) => row.jobs === 10 && row.inFlight === 'all together')),
		heading(BARS.left, 'Time for a whole batch', 'Times the lower bound; lower is better'),
		drawBars(rows),
		'</svg>\n',
	].join('\n');
}

const text = (x: number, y: number, words: string, extra = '') =>
	`<text x="${x.toFixed(1)}" y="${y.toFixed(1)}"${extra}>${words}</text>`;
const MIDDLE = ' text-anchor="middle"';
const END = ' text-anchor="end"';

const heading = (left: number, title: string, hint: string) =>
	text(left, 32, title, ' font-size="18" font-weight="bold"') +
	text(left, 54, hint, ' fill="#555"');

const axes = (left: number, width: number) =>
	`<path d="M${left} ${TOP}V${BOTTOM}H${left + width}" fill="none" stroke="#333"/>`;

const niceTop = (value: number) => Math.ceil(value / 5) * 5;

/** Requests per job against mean lag: one point per policy, three for ours. */
function drawScatter(rows: readonly Row[]): string {
	const { left, width } = SCATTER;
	const most = niceTop(Math.max(...rows.map(({ requestsPerJob }) => requestsPerJob)) * 1.15);
	const longest = niceTop(Math.max(...rows.map(({ meanLagSeconds }) => meanLagSeconds)));
	const x = (requests: number) => left + (requests / most) * width;
	const y = (lag: number) => BOTTOM - (lag / longest) * (BOTTOM - TOP);
	const ticks = [
		...range(most).map((value) => text(x(value), BOTTOM + 18, String(value), MIDDLE)),
		...range(longest).map((value) => text(left - 8, y(value) + 4, String(value), END)),
	];
	const points = rows.map(({ policy, progress, requestsPerJob, meanLagSeconds }) => {
		const [px, py] = [x(requestsPerJob), y(meanLagSeconds)];
		const isOurs = progress !== 'any';
		const colour = ` fill="${COLOURS[policy] ?? '#000'}"`;
		const label = isOurs ? `${policy}, ${progress === 'none' ? 'no' : progress} progress` : policy;
		// On the right it would run into the label of the next point.
		const above = progress === 'coarse';
		const style = `${colour}${isOurs ? ' font-weight="bold"' : ''}${above ? MIDDLE : ''}`;
		return [
			`<circle cx="${px.toFixed(1)}" cy="${py.toFixed(1)}" r="${isOurs ? 7 : 5}"${colour}/>`,
			above ? text(px, py - 14, label, style) : text(px + 12, py + 5, label, style),
		].join('');
	});
	const middle = (TOP + BOTTOM) / 2;
	return [
		axes(left, width),
		...ticks,
		text(left + width / 2, BOTTOM + 42, 'requests per job', MIDDLE),
		text(
			left - 38,
			middle,
			'mean lag (s)',
			`${MIDDLE} transform="rotate(-90 ${left - 38} ${middle})"`,
		),
		...points,
	].join('\n');
}

const range = (top: number) => Array.from({ length: top / 5 + 1 }, (_, index) => index * 5);

/** Makespans: our default of ten at once beside one after the other. */
function drawBars(rows: readonly Row[]): string {
	const { left, width } = BARS;
	const sizes = [3, 10, 30, 100];
	const ratio = (jobs: number, isOurs: boolean) =>
		rows.find(
			(row) =>
				row.jobs === jobs &&
				row.policy === (isOurs ? 'ours' : RIVAL) &&
				row.progress === (isOurs ? 'fine' : 'any') &&
				row.inFlight === (isOurs ? (jobs > 10 ? 'ten at once' : 'all together') : 'one by one'),
		)?.makespanRatio ?? 0;
	const highest = niceTop(Math.max(...sizes.map((jobs) => ratio(jobs, false))) * 1.05);
	const ledgerKey = width / sizes.length;
	const bars = sizes.flatMap((jobs, index) => [
		...[true, false].map((isOurs, place) => {
			const value = ratio(jobs, isOurs);
			const barLeft = left + index * ledgerKey + 10 + place * 28;
			const barTop = BOTTOM - (value / highest) * (BOTTOM - TOP);
			const colour = isOurs ? OURS_COLOUR : COLOURS[RIVAL];
			return `<rect x="${barLeft}" y="${barTop.toFixed(1)}" width="26" height="${(BOTTOM - barTop).toFixed(1)}" fill="${colour}"/>${text(barLeft + 13, barTop - 5, value.toFixed(1), MIDDLE)}`;
		}),
		text(left + index * ledgerKey + 37, BOTTOM + 18, String(jobs), MIDDLE),
	]);
	const legend = [
		[OURS_COLOUR, 'ours, ten at once (the default)'],
		[COLOURS[RIVAL], `${RIVAL}, one after the other`],
	].map(
		([colour, label], index) =>
			`<rect x="${left + 20}" y="${TOP + index * 20}" width="12" height="12" fill="${colour}"/>${text(left + 38, TOP + 11 + index * 20, label ?? '')}`,
	);
	return [
		axes(left, width),
		...bars,
		...legend,
		text(left + width / 2, BOTTOM + 42, 'jobs in the batch', MIDDLE),
	].join('\n');
}
