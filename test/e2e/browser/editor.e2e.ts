import { EDITOR_OPENS_WITHIN_MS, openEditorStage, type EditorStage } from '../support/editorStage';
import { credentialTests } from './credential';
import { errorTests } from './errors';
import { formTests } from './forms';
import { modelTests } from './models';
import { outputTests, VIDEO_BYTES } from './output';
import { panelTests } from './panel';
import { pictureTests } from './pictures';
import { stopTests } from './stop';
import { themeTests } from './themes';
import { triggerTests } from './trigger';

// One n8n and one page for all: starting them takes longer than most of the tests.
let stage: EditorStage;
beforeAll(async () => {
	stage = await openEditorStage('browser', { simulator: { videoBytes: VIDEO_BYTES } });
}, EDITOR_OPENS_WITHIN_MS);
afterAll(async () => {
	await stage?.close();
});

for (const tests of [
	panelTests,
	triggerTests,
	credentialTests,
	modelTests,
	formTests,
	outputTests,
	errorTests,
	stopTests,
	themeTests,
	pictureTests,
]) {
	tests(() => stage);
}
