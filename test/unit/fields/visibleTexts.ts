import { NinjaChatApi } from '../../../credentials/NinjaChatApi.credentials';
import { NinjaVideo } from '../../../nodes/NinjaVideo/NinjaVideo.node';
import { NinjaVideoTrigger } from '../../../nodes/NinjaVideo/NinjaVideoTrigger.node';
import type { Kind } from '../../support/wording';

/** One text that the editor shows, with the way to it. */
export interface VisibleText {
	readonly path: string;
	readonly kind: Kind;
	readonly text: string;
}

type Owner = Readonly<Record<string, unknown>>;

/** Everything in the package that n8n's editor shows of itself, as data. */
export const SHOWN: Owner = {
	node: new NinjaVideo().description,
	trigger: new NinjaVideoTrigger().description,
	credential: (({ displayName, properties }) => ({ displayName, properties }))(new NinjaChatApi()),
};

/** What a text is by its key and by what it belongs to; undefined for one that is not shown. */
function kindOf(key: string, owner: Owner, path: string): Kind | undefined {
	switch (key) {
		case 'displayName':
			return owner.type === 'notice' ? 'description' : 'title';
		case 'name':
			return 'value' in owner || path.endsWith('.defaults') ? 'title' : undefined;
		case 'description':
			return owner.type === 'boolean' ? 'switch' : 'description';
		case 'hint':
		case 'message':
		case 'errorMessage':
		case 'activationMessage':
		case 'activationHint':
		case 'active':
		case 'inactive':
		case 'eventTriggerDescription':
			return 'description';
		case 'placeholder':
			return String(owner.type).endsWith('ollection') ? 'button' : 'placeholder';
		case 'multipleValueButtonText':
			return 'button';
		case 'action':
			return 'action';
		case 'cachedResultName':
			return 'entry';
		default:
			return undefined;
	}
}

/** The words of a text that may have HTML in it. */
const withoutMarkup = (text: string): string =>
	/<\w/.test(text) ? text.replace(/<[^>]+>/g, '').replace(/\s+/g, ' ') : text;

/** Every text at any depth: fields, choices, collections, modes, hints. */
export function* walk(value: unknown, path: string): Generator<VisibleText> {
	if (typeof value !== 'object' || value === null) return;
	for (const [key, inner] of Object.entries(value)) {
		if (typeof inner !== 'string') {
			const { name = key } = (inner ?? {}) as { name?: string };
			yield* walk(inner, `${path}.${Array.isArray(value) ? name : key}`);
			continue;
		}
		const kind = kindOf(key, value as Owner, path);
		if (kind !== undefined) yield { path: `${path}.${key}`, kind, text: withoutMarkup(inner) };
	}
}

/** Every string of the data that has words in it, whether its key is known or not. */
export function proseOf(value: unknown): string[] {
	if (typeof value === 'string') return /[a-z] [a-z]/i.test(value) ? [withoutMarkup(value)] : [];
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(proseOf) : [];
}
