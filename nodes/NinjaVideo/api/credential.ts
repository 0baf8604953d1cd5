import { failure, success, type Result } from '../result';
import type { ApiVersion } from '../videoService';
import { parseUrl } from '../url';

/** Hosts of this machine, where plain http is allowed. */
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Which API version the credential allows: one of them, or whichever there is. */
export type ApiSetting = ApiVersion | 'automatic';

/** The API Version of a credential; credentials that were saved before it existed have none. */
const readApiSetting = (value: unknown): ApiSetting =>
	value === 'v1/video' || value === 'v1/videos' ? value : 'automatic';

/** A credential that may be used. */
export interface NinjaChatCredential {
	readonly apiKey: string;
	/** The origin of the service. */
	readonly baseUrl: string;
	readonly apiSetting: ApiSetting;
	/** What may be spent per day, in US cents; absent for no limit. */
	readonly dayCapCents?: number;
}

/** Why a credential cannot be used. The key is never part of it. */
export interface CredentialError {
	/** A sentence without its full stop. */
	readonly headline: string;
	readonly advice: string;
	readonly code: 'invalid_key' | 'invalid_base_url' | 'invalid_option';
}

const badKey = (headline: string) =>
	failure<CredentialError>({
		headline: `The API key of the credential ${headline}`,
		advice: 'Enter your NinjaChat API key in the credential.',
		code: 'invalid_key',
	});

const badBaseUrl = (headline: string) =>
	failure<CredentialError>({
		headline: `The base URL of the credential ${headline}`,
		advice: 'Use https://ninjachat.ai.',
		code: 'invalid_base_url',
	});

/** The cap per day in US cents, rounded down; undefined for none, and NaN for a value that cannot be used. */
function readDayCap(value: unknown): number | undefined {
	const text = String(value ?? '').trim();
	if (text === '') return undefined;
	const usd = /^\d+(\.\d*)?$/.test(text) ? Number(text) : Number.NaN;
	// A tiny part of a cent is what binary fractions take away, as in 0.29 * 100.
	return usd <= 1_000_000 ? Math.floor(usd * 100 + 1e-6) : Number.NaN;
}

/** Reads the fields of a credential: the only place that does. https only, or http on this machine. */
export function readCredential(
	fields: Readonly<Record<string, unknown>>,
): Result<NinjaChatCredential, CredentialError> {
	const apiKey = String(fields.apiKey ?? '').trim();
	if (apiKey === '') return badKey('is empty');
	if (!/^nj_sk_[\x21-\x7e]+$/.test(apiKey)) return badKey('does not start with nj_sk_');
	const address = String(fields.baseUrl ?? '').trim();
	const url = parseUrl(address);
	if (url === undefined) return badBaseUrl('is not a URL');
	const { protocol, hostname, origin } = url;
	if (protocol !== 'https:' && !(protocol === 'http:' && LOOPBACK.has(hostname))) {
		return badBaseUrl('must start with https://');
	}
	const dayCapCents = readDayCap(fields.maxSpendPerDayUsd);
	if (Number.isNaN(dayCapCents)) {
		return failure({
			headline: 'Maximum Spend per Day (USD) of the credential is not an amount',
			advice: 'Enter a number from 0 to 1000000, such as 50, or leave it empty for no limit.',
			code: 'invalid_option',
		});
	}
	return success({
		...{ apiKey, baseUrl: origin, apiSetting: readApiSetting(fields.apiVersion) },
		...(dayCapCents === undefined ? {} : { dayCapCents }),
	});
}
