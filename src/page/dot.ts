import type { Box } from './boxes';
import type { Drawing } from './drawing';
import type { Graph } from './graph';

/** The picture as Graphviz text. */
export function dot(drawing: Drawing): string {
  const { title, grouping, graph } = drawing;
  const lines = [
    `digraph mesh {`,
    `  label=${text([title, ...(grouping === undefined ? [] : [grouping])])};`,
    '  rankdir=LR; compound=true; labelloc=t; nodesep=0.3; ranksep=2;',
    '  graph [fontname="sans-serif", fontsize=12];',
    '  node [fontname="sans-serif", fontsize=11, shape=box, style="rounded,filled", fillcolor="#f3f6fb"];',
    '  edge [fontname="sans-serif", fontsize=10];',
    ...(graph === undefined ? onePrimary(drawing) : graphLines(graph)),
  ];
  return `${lines.join('\n')}\n}\n`;
}

const ARROWS = {
  calls: 'penwidth=1.5',
  reads: 'style=dashed, constraint=false',
  'both read': 'style=dashed, dir=both',
} as const;

function graphLines({ frames, arrows }: Graph): string[] {
  return [
    ...frames.flatMap(({ title, nodes }, index) => {
      const boxes = nodes.map(({ id, box }) => `${id} [label=${boxText(box)}];`);
      return title === undefined
        ? boxes.map((box) => `  ${box}`)
        : [
            `  subgraph cluster_n${index} {`,
            `    label=${text([title])}; style="rounded,dashed";`,
            ...boxes.map((box) => `    ${box}`),
            '  }',
          ];
    }),
    ...arrows.map(({ from, to, kind }) => `  ${from} -> ${to} [${ARROWS[kind]}];`),
  ];
}

function onePrimary({ primary, controlPlane, remotes, calls, reads }: Drawing): string[] {
  const lines = [
    '  subgraph cluster_primary {',
    `    label=${boxText({ ...primary, title: `${primary.title} (primary)` })}; style=rounded;`,
    ...controlPlane.map((box, index) => `    p${index} [label=${boxText(box)}];`),
    '  }',
  ];
  const names: string[] = [];
  for (const [index, { title: network, boxes }] of remotes.entries()) {
    const nodes = boxes.map((box) => {
      const name = `r${names.length}`;
      names.push(name);
      return `${name} [label=${boxText(box)}];`;
    });
    if (network === undefined) lines.push(...nodes.map((node) => `  ${node}`));
    else
      lines.push(
        `  subgraph cluster_n${index} {`,
        `    label=${text([network])}; style="rounded,dashed";`,
        ...nodes.map((node) => `    ${node}`),
        '  }',
      );
  }
  for (const [index, name] of names.entries()) {
    const [calling, reading] =
      index === 0 ? [`, label=${text([calls])}`, `, label=${text([reads])}`] : ['', ''];
    lines.push(
      `  ${name} -> p0 [lhead=cluster_primary, penwidth=1.5${calling}];`,
      `  p0 -> ${name} [ltail=cluster_primary, style=dashed, constraint=false${reading}];`,
    );
  }
  return lines;
}

function boxText({ title, lines }: Box): string {
  return text([title, ...lines]);
}

/** In quotes Graphviz reads backslashes, and entities as in HTML. */
function text(lines: readonly string[]): string {
  const escaped = lines.map((line) =>
    line.replaceAll('&', '&amp;').replaceAll('\\', '\\\\').replaceAll('"', '\\"'),
  );
  return `"${escaped.join('\\n')}"`;
}
