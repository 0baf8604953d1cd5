import { decryptSecret, encryptSecret } from '../../../nodes/NinjaVideo/api/webhookSecret';

const KEY = ['nj', 'sk', 'test'].join('_');
const encrypted = encryptSecret('whsec of a test', KEY, 'whk_1');

describe('an encrypted signing secret', () => {
	it('can be read again with the API key, also with spaces around it', () => {
		expect(decryptSecret(encrypted, KEY, 'whk_1')).toBe('whsec of a test');
		expect(decryptSecret(encrypted, ` ${KEY}\n`, 'whk_1')).toBe('whsec of a test');
	});

	it('that an earlier release stored can still be read, so that an upgrade refuses no delivery', () => {
		const stored = '-ly3Y8iptpqpZoQBMNqm-EkzOBsJGw72Zwt1ni4MT-G5_le8AakKE6Dowi8jaaZOb8oi';
		expect(decryptSecret(stored, ['nj', 'sk', 'frozen'].join('_'), 'whk_1')).toBe('whsec_1');
	});

	it('is another text every time, and holds neither secret nor key', () => {
		const texts = [encrypted, encryptSecret('whsec of a test', KEY, 'whk_1')];
		expect(new Set(texts).size).toBe(2);
		for (const text of texts) {
			const plain = Buffer.from(text, 'base64url').toString('latin1');
			expect(`${text} ${plain}`).not.toMatch(/whsec|nj_sk/);
		}
	});

	it.each([
		{ label: 'another API key', text: encrypted, key: `${KEY}2`, endpoint: 'whk_1' },
		{ label: 'no API key', text: encrypted, key: '', endpoint: 'whk_1' },
		{ label: 'another endpoint', text: encrypted, key: KEY, endpoint: 'whk_2' },
		{ label: 'a changed text', text: `B${encrypted.slice(1)}`, key: KEY, endpoint: 'whk_1' },
		{ label: 'a cut text', text: encrypted.slice(0, -8), key: KEY, endpoint: 'whk_1' },
		{ label: 'a plain secret', text: 'whsec of a test', key: KEY, endpoint: 'whk_1' },
		{ label: 'nothing', text: '', key: KEY, endpoint: 'whk_1' },
	])('cannot be read with $label', ({ text, key, endpoint }) => {
		const changed = text.startsWith('B') && encrypted.startsWith('B') ? `C${text.slice(1)}` : text;
		expect(decryptSecret(changed, key, endpoint)).toBeUndefined();
	});
});
