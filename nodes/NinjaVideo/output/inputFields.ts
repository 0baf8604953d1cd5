import type { INodeExecutionData } from 'n8n-workflow';

/**
 * An output item with the fields and files of its input item. Its own fields win; a file of the input that has the name
 * of one of its own is kept as `<name>_input`, unless it is the same file. A field named `error` stays behind: n8n takes it for a failed item. So
 * does the `request_id` of a failed item's input: it would be taken for the id of what was ordered.
 */
export function withInputFields(
	item: INodeExecutionData,
	input: INodeExecutionData | undefined,
): INodeExecutionData {
	const fields = { ...input?.json };
	delete fields.error;
	if (item.json.error !== undefined) delete fields.request_id;
	const own = item.binary ?? {};
	const files = Object.entries(input?.binary ?? {}).map(([name, file]) => [
		name in own && own[name] !== file ? `${name}_input` : name,
		file,
	]);
	const binary = { ...(Object.fromEntries(files) as typeof own), ...own };
	return {
		...item,
		json: { ...fields, ...item.json },
		...(Object.keys(binary).length === 0 ? {} : { binary }),
	};
}
