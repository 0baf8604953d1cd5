/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads the source files themselves */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import * as ts from 'typescript';

const NODES = join(__dirname, '../../../nodes');

/** Fields whose text reaches the user when something goes wrong. */
const FIELDS = new Set(['code', 'headline', 'message', 'advice', 'reason', 'allowed']);
/** Functions that are handed such a text. */
const CALLS = new Set([
	...['ServiceError', 'toContractError', 'runFailure', 'freeFailure'],
	...['problem', 'reason', 'bad', 'good'],
]);
/** Places that say nothing of errors: labels of the form, lines of the log, entries of the model list. */
const SILENT = /\/fields\/|\/(progress|searchModels)\.ts$/;

/** Why an outcome is still "processing": a tag, not a text. */
const REASONS = new Set(['submitted', 'looked', 'deadline', 'ended']);

/** A piece of a text of the code, without what is put into it at run time. */
export interface Text {
	readonly file: string;
	readonly text: string;
}

/** Every piece of text in the node's sources that an error can show. */
export function findTexts(): Text[] {
	const files = readdirSync(NODES, { recursive: true, encoding: 'utf8' })
		.map((name) => join(NODES, name))
		.filter((path) => path.endsWith('.ts') && !SILENT.test(path));
	return files.flatMap((path) => {
		const text = readFileSync(path, 'utf8');
		const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
		return [...findIn(source)]
			.map((piece) => piece.trim())
			.filter((piece) => /[a-z]{2}/.test(piece) && !REASONS.has(piece))
			.map((piece) => ({ file: relative(NODES, path), text: piece }));
	});
}

function* findIn(node: ts.Node): Generator<string> {
	for (const value of shownBy(node)) yield* piecesOf(value);
	for (const child of node.getChildren()) yield* findIn(child);
}

/** The expressions of a node whose text is shown: named so, handed on, or a sentence that is made here. */
function shownBy(node: ts.Node): readonly ts.Node[] {
	if (ts.isPropertyAssignment(node) && FIELDS.has(node.name.getText())) return [node.initializer];
	const isCall = ts.isCallExpression(node) || ts.isNewExpression(node);
	if (isCall && CALLS.has(node.expression.getText())) return node.arguments ?? [];
	const made = madeBy(node);
	const isSentence = made !== undefined && [...piecesOf(made)].some((piece) => /\w \w/.test(piece));
	return isSentence ? [made] : [];
}

function madeBy(node: ts.Node): ts.Node | undefined {
	if (ts.isVariableDeclaration(node)) return node.initializer;
	if (ts.isReturnStatement(node)) return node.expression;
	return ts.isArrowFunction(node) ? node.body : undefined;
}

const isText = (node: ts.Node): node is ts.StringLiteralLike => ts.isStringLiteralLike(node);

function* piecesOf(node: ts.Node): Generator<string> {
	if (isText(node)) yield node.text;
	else if (ts.isTemplateExpression(node)) {
		yield node.head.text;
		for (const { literal, expression } of node.templateSpans) {
			yield* piecesOf(expression);
			yield literal.text;
		}
	} else if (ts.isConditionalExpression(node)) {
		yield* piecesOf(node.whenTrue);
		yield* piecesOf(node.whenFalse);
	} else if (ts.isBinaryExpression(node)) {
		yield* piecesOf(node.right);
	} else if (ts.isParenthesizedExpression(node)) {
		yield* piecesOf(node.expression);
	}
}
