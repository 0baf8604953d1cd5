import { createHash } from 'crypto';
import type { NinjaChatCredential } from '../api/credential';
import type { OriginCache } from '../api/transport';

/** What the executions of this process share about one NinjaChat account. */
export interface Account {
	/** Hash of base URL and API key; neither can be read from it. */
	readonly id: string;
	/** What is known of the base URL, shared by all accounts there. */
	readonly origin: OriginCache;
}

/* All process-wide state of the package is in this module. */
const origins = new Map<string, OriginCache>();
const accounts = new Map<string, Account>();

/** The account of a credential: the same object for every execution and for the editor. */
export function accountOf({ apiKey, baseUrl }: NinjaChatCredential): Account {
	const id = createHash('sha256').update(`${baseUrl} ${apiKey}`).digest('hex').slice(0, 16);
	const origin = origins.get(baseUrl) ?? {};
	const account = accounts.get(id) ?? { id, origin };
	origins.set(baseUrl, origin);
	accounts.set(id, account);
	return account;
}
