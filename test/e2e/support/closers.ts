/* eslint-disable @n8n/community-nodes/require-node-api-error -- hands on the errors of servers and browsers */
/** What a stage has opened, to be closed in the reverse order. */
export function createClosers() {
	const closers: Array<() => Promise<void>> = [];
	async function close(): Promise<void> {
		for (const closeNext of closers.splice(0).reverse()) await closeNext();
	}
	return {
		add(closer: () => Promise<void>): void {
			closers.push(closer);
		},
		close,
		/** Opens the rest; if that fails, closes what is open by then. */
		async opening<T>(open: () => Promise<T>): Promise<T> {
			try {
				return await open();
			} catch (error) {
				await close();
				throw error;
			}
		},
	};
}
