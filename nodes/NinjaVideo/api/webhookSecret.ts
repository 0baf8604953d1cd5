import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'crypto';

const CIPHER = 'aes-256-gcm';
const SALT_BYTES = 16;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts the signing secret of a webhook with a key derived from the API key. n8n exports workflows with all that
 * a node stores; without the API key this part of an export is of no use.
 */
export function encryptSecret(secret: string, apiKey: string, endpointId: string): string {
	const salt = randomBytes(SALT_BYTES);
	const iv = randomBytes(IV_BYTES);
	const cipher = createCipheriv(CIPHER, deriveKey(apiKey, salt), iv);
	cipher.setAAD(Buffer.from(endpointId));
	const encrypted = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
	return Buffer.concat([salt, iv, cipher.getAuthTag(), encrypted]).toString('base64url');
}

/** The secret again; undefined with another API key, for another endpoint, or if the text was changed. */
export function decryptSecret(
	text: string,
	apiKey: string,
	endpointId: string,
): string | undefined {
	const bytes = Buffer.from(text, 'base64url');
	const ivAt = SALT_BYTES;
	const tagAt = ivAt + IV_BYTES;
	const dataAt = tagAt + TAG_BYTES;
	if (bytes.length <= dataAt) return undefined;
	const key = deriveKey(apiKey, bytes.subarray(0, ivAt));
	const decipher = createDecipheriv(CIPHER, key, bytes.subarray(ivAt, tagAt));
	decipher.setAAD(Buffer.from(endpointId));
	decipher.setAuthTag(bytes.subarray(tagAt, dataAt));
	try {
		return decipher.update(bytes.subarray(dataAt), undefined, 'utf8') + decipher.final('utf8');
	} catch {
		return undefined;
	}
}

/** An API key is long and random, so it needs no slow derivation. */
function deriveKey(apiKey: string, salt: Uint8Array): Uint8Array {
	return new Uint8Array(hkdfSync('sha256', apiKey.trim(), salt, 'ninja-video webhook secret', 32));
}
