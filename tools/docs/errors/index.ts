import { renderTable } from '../table';
import { listFieldProblems } from './fields';
import { listFreeErrors } from './looks';
import { listOrderErrors, listUnknownUnderSecond } from './orders';
import { listRefusals } from './refusals';
import type { ErrorRow } from './row';
import { describeTogether } from './together';
import { listTestAnswers } from './testButton';
import { listDeliveryFaults, listRegistrationErrors } from './trigger';
import { DOWNLOAD_COMPLAINTS, listVideoErrors } from './videos';

const toTable = (rows: readonly ErrorRow[]): string =>
	renderTable(
		['When', '`code`', '`charged`', 'Message', 'What it says about the money, and what to do'],
		rows.map(({ when, code, charged, message, advice }) => [
			when,
			`\`${code}\``,
			charged,
			message,
			advice,
		]),
	);

/** The whole of `docs/errors.md`. */
export async function renderErrors(): Promise<string> {
	const fields = listFieldProblems().map(({ field, value, reason, allowed }) => [
		field,
		`${value === '' ? '' : `'${value}' `}${reason}`,
		allowed,
	]);
	const answers = (await listTestAnswers()).map(({ when, status, message }) => [
		when,
		status,
		message,
	]);
	return `# Errors

Written by \`npm run docs\` from the code itself: each line is what the node says when it is brought into that situation. \`npm test\` finds it stale, and finds a text of the code that is not in it. \`ninjachat.ai\`, \`REQUEST_ID\`, \`REASON\`, \`WORDS OF NINJACHAT\` and the numbers are examples.

Every error has \`details\`: \`code\`, \`charged\` (\`no\`, \`yes\`, \`unknown\`), and what is known of the video (\`request_id\`, \`model\`, \`video_url\`, ...). An answer of NinjaChat adds \`http_status\`, and \`http_request_id\` and \`retry_after_seconds\` where it sent them. Where NinjaChat gives a code of its own, \`code\` is that one; else it is ours: \`http_404\` is status 404 without words. An error that ends a run has the message with the number of its item, and the last column, with the other videos of the run, as its description. With On Error set to continue, the item is \`{ error, message, details }\`: \`error\` is the message below, \`message\` the last column.

What costs what is in [money.md](money.md).

## Before anything is sent

${toTable(await listRefusals())}

## Fields

An item whose field is wrong has the code \`invalid_input\`, and every problem of the item in \`details.problems\`. The message is the field and the words beside it; the last column is in the description.

${renderTable(['Field', 'Message', 'What is right'], fields)}

## Orders

By what came back. What is charged \`no\` may be ordered again by the node itself first: after 429, after 502 \`generation_failed\` and without a connection, up to 4 times.

${toTable([...(await listOrderErrors()), ...(await listUnknownUnderSecond())])}

## Videos that were ordered

While a video is waited for, faults that pass (429, 5xx, no connection, no answer, an unreadable answer) end nothing: the node looks again until the timeout.

${toTable(await listVideoErrors())}

After the colon of the last one: ${DOWNLOAD_COMPLAINTS.join('; ')}.

## Several videos in one run

Without On Error set to continue, the first failure ends the run, and its description names the other videos:

> ${await describeTogether()}

## Get Status and Get Balance

\`charged\` is about the call, which is free; of the video it says nothing. A failed video is a status of Get Status and no error.

${toTable(await listFreeErrors())}

## The trigger

What publishing its workflow can say; nothing of it is charged:

${renderTable(['When', 'Message'], await listRegistrationErrors())}

A delivery that is not believed is answered with 401, starts nothing, and leaves a line in n8n's log that says why: ${listDeliveryFaults().join('; ')}; or, where the trigger has lost what it registered, its secret is not known: deactivate and activate the workflow.

## The Test button of the credential

${renderTable(['When', 'Result', 'Message'], answers)}
`;
}
