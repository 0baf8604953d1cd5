/** Lengths in seconds as short text: `5-10` for an unbroken row, `4/6/8` otherwise. */
export function formatLengths(durations: readonly number[]): string {
	const [first] = durations;
	const last = durations.at(-1);
	if (first === undefined || last === undefined) return '';
	return last - first === durations.length - 1 ? `${first}-${last}` : durations.join('/');
}
