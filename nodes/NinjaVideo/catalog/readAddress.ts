import { failure, success, type Result } from '../result';
import { isPublicUrl } from './publicUrl';
import { isLeftOpen, isWebAddress, show, type Problem } from './values';

/** What an address leads to, for the sentence that says what is needed. */
export type FileKind = 'image' | 'audio file' | 'video';

/** What is wrong with an address, and what would be right. */
type Fault = Pick<Problem, 'reason' | 'allowed'>;

/** A page of a drive that shows a file, and the address of the file itself where one can be made of it. */
interface SharePage {
	readonly host: RegExp;
	readonly name: string;
	direct?(url: URL): string | undefined;
}

const SHARE_PAGES: readonly SharePage[] = [
	{
		host: /^(drive|docs)\.google\.com$/,
		name: 'Google Drive',
		direct(url) {
			const id = /\/d\/([\w-]{10,})/.exec(url.pathname)?.[1] ?? url.searchParams.get('id');
			return id === null ? undefined : `https://drive.google.com/uc?export=download&id=${id}`;
		},
	},
	{
		host: /^(www\.)?dropbox\.com$/,
		name: 'Dropbox',
		direct(url) {
			const copy = new URL(url);
			copy.searchParams.delete('dl');
			copy.searchParams.set('raw', '1');
			return copy.href;
		},
	},
	{
		host: /^github\.com$/,
		name: 'GitHub',
		direct: (url) =>
			/^\/[^/]+\/[^/]+\/blob\//.test(url.pathname)
				? `https://raw.githubusercontent.com${url.pathname.replace('/blob/', '/')}`
				: undefined,
	},
	{ host: /^(photos\.app\.goo\.gl|photos\.google\.com)$/, name: 'Google Photos' },
	{ host: /^(1drv\.ms|onedrive\.live\.com|.+\.sharepoint\.com)$/, name: 'OneDrive' },
	{ host: /^(www\.)?icloud\.com$/, name: 'iCloud' },
	{ host: /^(www\.)?(imgur|flickr|pinterest|instagram)\.com$/, name: 'pictures' },
	{ host: /^(app\.box\.com|we\.tl|(www\.)?wetransfer\.com)$/, name: 'shared files' },
];

/** Addresses of such hosts that lead to the file all the same. */
function isDirect({ hostname, pathname, searchParams }: URL): boolean {
	if (hostname.endsWith('google.com')) return /^\/(uc|thumbnail)$/.test(pathname);
	if (hostname.endsWith('dropbox.com')) {
		return searchParams.get('raw') === '1' || searchParams.get('dl') === '1';
	}
	if (hostname === 'github.com') return !pathname.includes('/blob/');
	return searchParams.get('download') === '1';
}

const neededFor = (kind: FileKind): string =>
	`A public URL of ${kind === 'video' ? 'a' : 'an'} ${kind}, starting with http:// or https://, is needed.`;

/** What nobody sees before and behind a pasted address; inside one it may be part of a name. */
const AROUND = /^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu;
/** What browsers mend and other clients do not: slashes that are missing or backward, names without a letter. */
const MENDED = /^https?:(?!\/\/[^/\\.])|^https?:\/\/[^/?#]*\.\./i;

/** Endings of file names, by what they are endings of. Some are of video and of audio. */
const ENDINGS: Readonly<Record<FileKind | 'other', RegExp>> = {
	image: /^(jpe?g|png|gif|webp|avif|heic|heif|bmp|tiff?|svg)$/,
	'audio file': /^(mp3|wav|m4a|aac|flac|ogg|oga|opus|wma|aiff?|weba|webm|mp4|mpeg)$/,
	video: /^(mp4|m4v|mov|webm|mkv|avi|wmv|mpe?g|3gp|flv|ogv|ogg)$/,
	other: /^(pdf|docx?|xlsx?|pptx?|odt|ods|rtf|txt|csv|tsv|json|xml|md|zip|rar|7z|gz|tar|exe|dmg)$/,
};

/** The ending of the file at an address, where it is plainly that of another kind of file. */
function findOtherEnding({ pathname }: URL, kind: FileKind): string | undefined {
	const ending = /\.([a-z0-9]{2,5})$/i.exec(pathname)?.[1]?.toLowerCase() ?? '';
	const isOther = Object.values(ENDINGS).some((endings) => endings.test(ending));
	return isOther && !ENDINGS[kind].test(ending) ? ending : undefined;
}

/** What is wrong with an address that the service is to fetch, and what would be right; undefined for a good one. */
function findAddressFault(text: string, kind: FileKind): Fault | undefined {
	const needed = neededFor(kind);
	const schemes = text.match(/(^|[\s,;|])https?:\/\//gi) ?? [];
	if (schemes.length > 1) {
		return { reason: `has ${schemes.length} URLs in it`, allowed: `Give one of them. ${needed}` };
	}
	if (!isWebAddress(text) || MENDED.test(text)) return { reason: 'is not a URL', allowed: needed };
	if (/\s/.test(text)) {
		return { reason: 'has a space in it', allowed: `Write each space as %20. ${needed}` };
	}
	const url = new URL(text);
	if (url.username !== '' || url.password !== '') {
		return {
			reason: 'has a user name in it',
			allowed: `NinjaChat cannot sign in there. ${needed}`,
		};
	}
	if (!isPublicUrl(text)) {
		return {
			reason: 'cannot be reached from the internet',
			allowed: `NinjaChat fetches it from outside your network. ${needed}`,
		};
	}
	const other = findOtherEnding(url, kind);
	if (other !== undefined) {
		return { reason: `leads to a .${other} file, not to the ${kind}`, allowed: needed };
	}
	const page = SHARE_PAGES.find(({ host }) => host.test(url.hostname));
	if (page === undefined || isDirect(url)) return undefined;
	const direct = page.direct?.(url);
	return {
		reason: `leads to a page of ${page.name}, not to the ${kind}`,
		allowed:
			direct === undefined
				? `Open the page, copy the address of the ${kind} itself, and give that. ${needed}`
				: `Give its direct form, ${direct}, and share the ${kind} with everybody who has the link.`,
	};
}

/** An address that the service can fetch, without the spaces around it; undefined for an empty field. */
export function readAddress(
	field: string,
	value: unknown,
	kind: FileKind = 'image',
): Result<string | undefined, Problem> {
	if (isLeftOpen(value)) return success(undefined);
	const text = typeof value === 'string' ? value.replace(AROUND, '') : '';
	const fault = findAddressFault(text, kind);
	return fault === undefined ? success(text) : failure({ field, value: show(value), ...fault });
}

/** What is said of an image that the model cannot do without. */
export const imageMissing = (modelName: string): Problem => ({
	field: 'Image URL',
	value: '',
	reason: `is empty, and ${modelName} makes videos from an image only`,
	allowed: neededFor('image'),
});
