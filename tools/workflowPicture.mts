import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { WorkflowFile } from '../host/engine.mts';

/** The picture of the example workflow in the README, and the workflow it shows. */
export const PICTURE = 'docs/images/sync-customers.svg';
const WORKFLOW = 'examples/sync-customers.json';

const NODE = { width: 150, height: 64 };
const MARGIN = 30;
const OUTPUTS = ['Success', 'Error'];

const isGameball = (type: string): boolean => type === 'n8n-nodes-gameball.gameball';

/** Draws a workflow file as n8n's editor lays it out: its nodes, and the connections from left to right. */
export function drawWorkflow({ nodes, connections }: WorkflowFile): string {
	const left = Math.min(...nodes.map(({ position }) => position[0])) - MARGIN;
	const top = Math.min(...nodes.map(({ position }) => position[1])) - MARGIN;
	const width = Math.max(...nodes.map(({ position }) => position[0])) + NODE.width + MARGIN - left;
	const height = Math.max(...nodes.map(({ position }) => position[1])) + NODE.height + MARGIN - top;
	const at = (name: string) => {
		const [x, y] = nodes.find((node) => node.name === name)?.position ?? [0, 0];
		return { x: x - left, y: y - top };
	};
	const lines = Object.entries(connections).flatMap(([name, { main = [] }]) =>
		main.flatMap((targets, output) =>
			(targets ?? []).map(({ node }) => {
				const start = { x: at(name).x + NODE.width, y: at(name).y + (NODE.height * (output + 1)) / (main.length + 1) };
				const end = { x: at(node).x, y: at(node).y + NODE.height / 2 };
				const middle = (start.x + end.x) / 2;
				const label =
					main.length > 1
						? `<text x="${start.x + 8}" y="${start.y + (output === 0 ? -8 : 18)}" class="label">${OUTPUTS[output] ?? ''}</text>`
						: '';
				return `<path d="M${start.x} ${start.y}C${middle} ${start.y} ${middle} ${end.y} ${end.x} ${end.y}"/>${label}`;
			}),
		),
	);
	const boxes = nodes.map(({ name, type }) => {
		const { x, y } = at(name);
		return [
			`<rect x="${x}" y="${y}" width="${NODE.width}" height="${NODE.height}" rx="8"${isGameball(type) ? ' class="gameball"' : ''}/>`,
			`<text x="${x + NODE.width / 2}" y="${y + NODE.height / 2 + 5}" text-anchor="middle">${name}</text>`,
		].join('');
	});
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="The example workflow">
<style>
	text { font: 15px sans-serif; fill: #2d2e3a }
	.label { font-size: 12px; fill: #7d7d87 }
	rect { fill: #fff; stroke: #b8b9c4; stroke-width: 2 }
	.gameball { stroke: #ff6b2c; stroke-width: 3 }
	path { fill: none; stroke: #b8b9c4; stroke-width: 2 }
	.back { fill: #f5f5fa; stroke: none }
</style>
<rect class="back" width="${width}" height="${height}"/>
${[...lines, ...boxes].join('\n')}
</svg>
`;
}

/** The picture as it should be. */
export const workflowPicture = (): string => drawWorkflow(JSON.parse(readFileSync(WORKFLOW, 'utf8')) as WorkflowFile);

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(PICTURE, workflowPicture());
