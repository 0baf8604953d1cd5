/* eslint-disable @n8n/community-nodes/no-restricted-imports -- changes what this process trusts */
import tls from 'node:tls';

/**
 * Lets every TLS connection of this process trust one more certificate: that of a simulator behind a redirect. n8n's
 * own HTTP client has no option for it.
 * @returns takes the trust back
 */
export function trust(certificate: string): () => void {
	const { createSecureContext } = tls;
	tls.createSecureContext = (options) => {
		const made = createSecureContext(options);
		const { context } = made as unknown as { context: { addCACert(pem: string): void } };
		context.addCACert(certificate);
		return made;
	};
	return () => {
		tls.createSecureContext = createSecureContext;
	};
}
