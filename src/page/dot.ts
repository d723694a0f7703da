import type { Box, Drawing } from './drawing';

/** The picture as Graphviz text. */
export function dot({ title, primary, controlPlane, remotes, calls, reads, grouping }: Drawing): string {
  const lines = [
    `digraph mesh {`,
    `  label=${text([title, ...(grouping === undefined ? [] : [grouping])])};`,
    '  rankdir=LR; compound=true; labelloc=t; nodesep=0.3; ranksep=2;',
    '  graph [fontname="sans-serif", fontsize=12];',
    '  node [fontname="sans-serif", fontsize=11, shape=box, style="rounded,filled", fillcolor="#f3f6fb"];',
    '  edge [fontname="sans-serif", fontsize=10];',
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
  return `${lines.join('\n')}\n}\n`;
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
