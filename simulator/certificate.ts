import { generate } from 'selfsigned';

/** A key and a certificate for it, both as PEM. */
export interface Certificate {
	readonly key: string;
	readonly cert: string;
}

/**
 * Makes a key and a certificate that it signs itself, to be trusted as an authority (in
 * NODE_EXTRA_CA_CERTS, say); good for some names and for 127.0.0.1, from 2020 to 2099. Made anew each time,
 * so that no private key lies in the repository.
 */
export async function makeCertificate(names: readonly string[]): Promise<Certificate> {
	const altNames = [
		...names.map((value) => ({ type: 2 as const, value })),
		{ type: 7 as const, ip: '127.0.0.1' },
	];
	const { private: key, cert } = await generate([{ name: 'commonName', value: names[0] ?? '' }], {
		keyType: 'ec',
		algorithm: 'sha256',
		notBeforeDate: new Date('2020-01-01T00:00:00Z'),
		notAfterDate: new Date('2099-12-31T23:59:59Z'),
		extensions: [
			{ name: 'basicConstraints', cA: true, critical: true },
			{ name: 'subjectAltName', altNames },
		],
	});
	return { key, cert };
}
