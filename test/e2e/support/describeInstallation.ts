/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- drives real programs; not part of the package */
import { mkdtemp, readdir, readFile, realpath, rm } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { version } from '../../../package.json';
import version1 from '../../fixtures/version1.parameters.json';
import { runCommand } from '../../../tools/host/command';
import { N8N_VERSIONS, type HostName } from '../../../tools/host/installHost';
import { installPackage, PACKAGE } from '../../../tools/host/installPackage';
import { until } from '../../../tools/host/until';
import { CLIP } from '../../../simulator/clip';
import { createSender } from './deliveries';
import {
	communityPackages,
	openInstallationStage,
	PREVIOUS,
	readTree,
	type InstallationStage,
} from './installation';
import { triggerFlow, usePublished } from './published';
import {
	chain,
	ninjaVideo,
	NINJA_VIDEO,
	NINJA_VIDEO_TRIGGER,
	node,
	rows,
	start,
} from './workflows';

const LONG_MS = 400_000;

/** The tests of an installation as users do it; the same on every n8n. */
export function describeInstallation(host: HostName): void {
	let stage: InstallationStage;
	beforeAll(async () => {
		stage = await openInstallationStage(host);
	}, LONG_MS);
	afterAll(async () => {
		await stage?.close();
	});

	const readNames = async (file: string) =>
		(await stage.client.readTypes<Array<{ name: string }>>(file)).map(({ name }) => name);
	const readOurNodes = async () =>
		(await readNames('nodes.json')).filter((name) => name.startsWith(`${PACKAGE}.`)).sort();

	const packageFolder = () => join(stage.nodesFolder, 'node_modules', PACKAGE);

	describe(`the package, installed by n8n ${N8N_VERSIONS[host].n8n} from a registry`, () => {
		it('n8n lists the package among its community packages, with both nodes', async () => {
			const [installed, ...others] = await communityPackages(stage.client).list();
			expect(others).toEqual([]);
			expect(installed).toMatchObject({ packageName: PACKAGE, installedVersion: version });
			expect(installed?.installedNodes.map(({ type }) => type).sort()).toEqual([
				NINJA_VIDEO,
				NINJA_VIDEO_TRIGGER,
			]);
		});

		it('n8n loads the node, its form as a tool, its trigger and the credential without a restart', async () => {
			expect(await readOurNodes()).toEqual([
				NINJA_VIDEO,
				`${NINJA_VIDEO}Tool`,
				NINJA_VIDEO_TRIGGER,
			]);
			expect(await readNames('credentials.json')).toContain('ninjaChatApi');
		});

		it('the installed package is what was packed, with no other package beside or inside it', async () => {
			expect(await readdir(join(stage.nodesFolder, 'node_modules'))).toEqual([PACKAGE]);
			const { output } = await runCommand('tar', ['-tzf', process.env.NINJA_VIDEO_TARBALL ?? '']);
			const packed = output.trim().split('\n');
			expect(Object.keys(await readTree(packageFolder()))).toEqual(
				packed.map((path) => path.replace('package/', '')).sort(),
			);
		});

		it('the installed package takes what it imports from n8n', async () => {
			const resolutions = await stage.readResolutions();
			const foreign = resolutions.filter(({ request }) => !builtinModules.includes(request));
			expect(new Set(foreign.map(({ request }) => request))).toEqual(
				new Set(['n8n-workflow', 'zod']),
			);
			const modules = await realpath(stage.host.modules);
			for (const { request, path } of foreign) {
				expect(path).toContain(join(modules, request) + sep);
			}
		});

		it('the installed package lies where the other tests put it', async () => {
			const folder = await mkdtemp(join(tmpdir(), 'ninja-video-'));
			await installPackage(process.env.NINJA_VIDEO_TARBALL ?? '', folder);
			expect(await readTree(stage.nodesFolder)).toEqual(
				await readTree(join(folder, '.n8n', 'nodes')),
			);
			await rm(folder, { recursive: true });
		});

		it('the installed package makes and stores a video for one charge', async () => {
			const before = stage.simulator.world.charges();
			const id = await stage.save(chain('One', [start(), ninjaVideo({ downloadVideo: true })]));
			const execution = await stage.client.runToEnd(id, 'Start');
			expect(execution.error).toBeUndefined();
			const [item] = execution.items('Ninja Video');
			expect(item?.json.status).toBe('completed');
			expect(item?.binary?.data?.mimeType).toBe('video/mp4');
			expect(Number(item?.binary?.data?.bytes ?? CLIP.length)).toBe(CLIP.length);
			expect(stage.simulator.world.charges()).toBe(before + 1);
		});

		it('nothing of the package is left when n8n has removed it', async () => {
			await communityPackages(stage.client).uninstall();
			expect(await readOurNodes()).toEqual([]);
			expect(await readdir(join(stage.nodesFolder, 'node_modules'))).toEqual([]);
		});
	});

	describe('workflows that were saved before an upgrade', () => {
		const { saved } = version1;
		const step = (name: string, parameters: IDataObject) => node(name, NINJA_VIDEO, { parameters });
		const prompts = () => rows([{ prompt: 'A dog in a park' }]);

		let ids: string[];
		let before: unknown;
		let active: string;
		let sender: ReturnType<typeof createSender>;

		/** What a run of the saved workflows orders, pays and hands on; without what differs from run to run. */
		async function runSaved() {
			const known = stage.simulator.world.jobs.size;
			const charged = stage.simulator.world.charges();
			const items: unknown[] = [];
			for (const id of ids) {
				const execution = await stage.client.runToEnd(id, 'Start');
				expect(execution.error).toBeUndefined();
				for (const name of ['Order', 'Look', 'Fetch', 'At Once', 'Balance']) {
					for (const { json, binary = {} } of execution.items(name)) {
						const files = Object.entries(binary).map(([field, { mimeType }]) => [field, mimeType]);
						items.push({ name, fields: Object.keys(json).sort(), model: json.model, files });
						if (name === 'Fetch' || name === 'At Once') expect(json.status).toBe('completed');
					}
				}
			}
			const jobs = [...stage.simulator.world.jobs.values()].slice(known);
			return {
				orders: jobs.map(({ body }) => body),
				charged: stage.simulator.world.charges() - charged,
				items,
			};
		}

		/** What the active workflow makes of a video that another program has ordered. */
		async function handedOn() {
			const delivery = await sender.deliverOne();
			return await until('the execution of the delivery', async () => {
				const executions = await usePublished(stage).ended(active, 1);
				return executions
					.map((execution) => execution.items('Done'))
					.find(([item]) => item?.json.request_id === delivery.event.data.id);
			});
		}

		beforeAll(async () => {
			const { install, update, list } = communityPackages(stage.client);
			await install(`${PACKAGE}@${PREVIOUS}`);
			ids = [
				await stage.save(
					chain('Steps', [
						start(),
						...prompts(),
						step('Order', saved.create),
						step('Look', saved.getStatus),
						step('Fetch', { ...saved.wait, downloadVideo: true }),
					]),
				),
				await stage.save(
					chain('At once', [
						start(),
						...prompts(),
						step('At Once', saved.createAndWait),
						step('Balance', saved.getBalance),
					]),
				),
			];
			sender = createSender(stage.simulator);
			active = await stage.save(triggerFlow(`upgrade-${host}`, saved.trigger));
			await stage.client.activate(active);
			await until('the webhook', () => sender.endpoints().length === 1);
			before = await runSaved();
			await handedOn();

			const [offered] = await list();
			expect(offered).toMatchObject({ installedVersion: PREVIOUS, updateAvailable: version });
			expect(await update()).toMatchObject({ installedVersion: version });
		}, LONG_MS);

		it('an upgrade leaves the new version alone in the place of the old one', async () => {
			expect(await readdir(join(stage.nodesFolder, 'node_modules'))).toEqual([PACKAGE]);
			const manifest = await readFile(join(packageFolder(), 'package.json'), 'utf8');
			expect(JSON.parse(manifest)).toMatchObject({ version });
		});

		it(
			'workflows order, pay and return after an upgrade what they did before',
			async () => {
				const after = await runSaved();
				expect(after).toEqual(before);
				expect(after.charged).toBe(2);
				expect(after.orders).toMatchObject([
					{ model: 'veo-3.1-fast', duration: 6, aspect_ratio: '9:16', watermark: true },
					{ model: 'runway-gen4.5', duration: 5, aspect_ratio: '9:16', generate_audio: true },
				]);
				expect(after.items).toMatchObject([
					{ name: 'Order', files: [] },
					{ name: 'Look', files: [] },
					{ name: 'Fetch', files: [['video', 'video/mp4']] },
					{ name: 'At Once', files: [] },
					{ name: 'Balance', files: [] },
				]);
			},
			LONG_MS,
		);

		it('active workflows are started by the trigger after an upgrade as before', async () => {
			const [item] = await handedOn();
			expect(Object.keys(item?.binary ?? {})).toEqual(['video']);
			await stage.client.deactivate(active);
			await until('the webhook to be gone', () => sender.endpoints().length === 0);
		});
	});
}
