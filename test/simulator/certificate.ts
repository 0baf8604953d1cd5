import { generateKeyPairSync, randomBytes, sign } from 'crypto';

/** A key and a certificate for it, both as PEM. */
export interface Certificate {
	readonly key: string;
	readonly cert: string;
}

const SEQUENCE = 0x30;
const SET = 0x31;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;
const OBJECT_ID = 0x06;
const UTF8_STRING = 0x0c;
const GENERALIZED_TIME = 0x18;
const TRUE = Buffer.from([0x01, 0x01, 0xff]);

/** Object ids as they stand in a certificate, already encoded. */
const ECDSA_WITH_SHA256 = '2a8648ce3d040302';
const COMMON_NAME = '550403';
const BASIC_CONSTRAINTS = '551d13';
const SUBJECT_ALT_NAME = '551d11';

/** One value in DER: its tag, its length, its contents. */
function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
	const body = Buffer.concat(contents);
	const { length } = body;
	if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), body]);
	const digits = Buffer.from(length.toString(16).padStart(4, '0'), 'hex');
	return Buffer.concat([Buffer.from([tag, 0x80 + digits.length]), digits, body]);
}

const objectId = (hex: string) => der(OBJECT_ID, Buffer.from(hex, 'hex'));
const text = (tag: number, value: string) => der(tag, Buffer.from(value, 'ascii'));
const bitString = (bytes: Uint8Array) => der(BIT_STRING, Buffer.from([0]), bytes);
const extension = (id: string, ...value: readonly Uint8Array[]) =>
	der(SEQUENCE, objectId(id), der(OCTET_STRING, ...value));

/** Who is named: names as DNS names, 127.0.0.1 as an address. */
function alternativeNames(names: readonly string[]): Buffer {
	const address = der(0x87, Buffer.from([127, 0, 0, 1]));
	return der(SEQUENCE, ...names.map((name) => text(0x82, name)), address);
}

const toPem = (kind: string, bytes: Buffer) =>
	`-----BEGIN ${kind}-----\n${bytes.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END ${kind}-----\n`;

/**
 * Makes a certificate for this machine, signed by itself and good for as long as anybody runs a
 * simulator. It is made anew each time, so that no private key lies in the repository. A client
 * has to be told to trust it.
 */
export function makeCertificate(names: readonly string[]): Certificate {
	const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
	const algorithm = der(SEQUENCE, objectId(ECDSA_WITH_SHA256));
	const commonName = der(SEQUENCE, objectId(COMMON_NAME), text(UTF8_STRING, 'NinjaChat simulator'));
	const name = der(SEQUENCE, der(SET, commonName));
	const validity = der(
		SEQUENCE,
		text(GENERALIZED_TIME, '20200101000000Z'),
		text(GENERALIZED_TIME, '20991231235959Z'),
	);
	const extensions = der(
		SEQUENCE,
		extension(BASIC_CONSTRAINTS, der(SEQUENCE, TRUE)),
		extension(SUBJECT_ALT_NAME, alternativeNames(names)),
	);
	const toBeSigned = der(
		SEQUENCE,
		der(0xa0, der(INTEGER, Buffer.from([2]))),
		der(INTEGER, Buffer.from([1]), randomBytes(8)),
		algorithm,
		name,
		validity,
		name,
		publicKey.export({ type: 'spki', format: 'der' }),
		der(0xa3, extensions),
	);
	const signature = sign('sha256', toBeSigned, privateKey);
	const certificate = der(SEQUENCE, toBeSigned, algorithm, bitString(signature));
	return {
		key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
		cert: toPem('CERTIFICATE', certificate),
	};
}
