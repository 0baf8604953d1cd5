import type { Row } from './comparison';

const WIDTH = 900;
const PANEL = { width: 400, height: 300, left: 60, top: 70 };
const COLOURS: Readonly<Record<string, string>> = {
	ours: '#e4572e',
	'fixed 2 s': '#8d99ae',
	'fixed 5 s': '#4d7ea8',
	'fixed 10 s': '#2b4570',
	'fixed 15 s': '#6a994e',
	'backoff 5-30 s': '#9d6b9e',
};

/** Requests per job against mean lag for 10 jobs: down and to the left is better. */
export function drawPicture(rows: readonly Row[]): string {
	const panels = [true, false].map((usefulProgress, index) => {
		const shown = rows.filter(
			(row) =>
				row.jobs === 10 && row.usefulProgress === usefulProgress && row.inFlight === 'all together',
		);
		const title = usefulProgress ? 'With useful progress' : 'Without progress';
		return drawPanel(shown, title, PANEL.left + index * (PANEL.width + 40));
	});
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} 450" font-family="sans-serif" font-size="13">`,
		`<rect width="${WIDTH}" height="450" fill="#fff"/>`,
		'<text x="60" y="30" font-size="18" font-weight="bold">Ten videos watched together: requests and lag</text>',
		'<text x="60" y="50" fill="#555">Lower and further left is better</text>',
		...panels,
		'</svg>\n',
	].join('\n');
}

const niceTop = (value: number) => Math.ceil(value / 5) * 5;

function drawPanel(rows: readonly Row[], title: string, left: number): string {
	const most = niceTop(Math.max(...rows.map(({ requestsPerJob }) => requestsPerJob)) * 1.15);
	const longest = niceTop(Math.max(...rows.map(({ meanLagSeconds }) => meanLagSeconds)) * 1.15);
	const width = PANEL.width - 40;
	const bottom = PANEL.top + PANEL.height;
	const x = (requests: number) => left + (requests / most) * width;
	const y = (lag: number) => bottom - (lag / longest) * PANEL.height;
	const axis = `<path d="M${left} ${PANEL.top}V${bottom}H${left + width}" fill="none" stroke="#333"/>`;
	const ticks = [0, 0.5, 1].flatMap((share) => [
		`<text x="${x(share * most)}" y="${bottom + 18}" text-anchor="middle">${share * most}</text>`,
		`<text x="${left - 6}" y="${y(share * longest) + 4}" text-anchor="end">${share * longest}</text>`,
	]);
	const points = rows.map(({ policy, requestsPerJob, meanLagSeconds }) => {
		const [px, py] = [x(requestsPerJob).toFixed(1), y(meanLagSeconds).toFixed(1)];
		const isLeft = requestsPerJob > most * 0.7;
		const label = `<text x="${Number(px) + (isLeft ? -10 : 10)}" y="${Number(py) + (policy === 'ours' ? 22 : -6)}" text-anchor="${isLeft ? 'end' : 'start'}" fill="${COLOURS[policy] ?? '#000'}"${policy === 'ours' ? ' font-weight="bold"' : ''}>${policy}</text>`;
		return `<circle cx="${px}" cy="${py}" r="${policy === 'ours' ? 7 : 5}" fill="${COLOURS[policy] ?? '#000'}"/>${label}`;
	});
	return [
		`<text x="${left + width / 2}" y="${PANEL.top - 2}" text-anchor="middle" font-weight="bold">${title}</text>`,
		axis,
		...ticks,
		`<text x="${left + width / 2}" y="${bottom + 40}" text-anchor="middle">requests per job</text>`,
		`<text x="${left - 40}" y="${PANEL.top + PANEL.height / 2}" text-anchor="middle" transform="rotate(-90 ${left - 40} ${PANEL.top + PANEL.height / 2})">mean lag (s)</text>`,
		...points,
	].join('\n');
}
