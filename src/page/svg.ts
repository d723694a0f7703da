import type { Box, Drawing } from './drawing';
import { type Column, type Layout, LINE, layout, type Place, type PlacedBox } from './svg-layout';

/** Between the line of calls and that of reads. */
const APART = 8;

const STYLE = [
  'text{font:12px system-ui,sans-serif;fill:#1f2937}',
  '.name{font-weight:600;font-size:13px}',
  '.title{font-weight:600;font-size:16px}',
  '.quiet{fill:#4b5563}',
  '.box{fill:#fff;stroke:#64748b}',
  '.primary{fill:#e8eefc;stroke:#3457b1}',
  '.frame{fill:#f6f7f9;stroke:#94a3b8;stroke-dasharray:4 3}',
  '.calls{fill:none;stroke:#3457b1;stroke-width:2}',
  '.reads{fill:none;stroke:#b45309;stroke-width:1.5;stroke-dasharray:5 4}',
].join('');

/** The picture as SVG that needs nothing else: no font, no script, no other file. */
export function svg(drawing: Drawing): string {
  const placed = layout(drawing);
  const notes = [...(drawing.grouping === undefined ? [] : wrapped(drawing.grouping, placed.width / 7))];
  const legend = [...wrapped(drawing.calls, placed.width / 7), ...wrapped(drawing.reads, placed.width / 7)];
  const height = placed.bottom + (legend.length + notes.length + 1) * (LINE + 4) + 10;
  const { width } = placed;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="mesh-title mesh-description">`,
    `<title id="mesh-title">${escaped(drawing.title)}</title>`,
    `<desc id="mesh-description">${escaped(drawing.description)}</desc>`,
    `<style>${STYLE}</style>`,
    `<defs>${arrowHead('call', '#3457b1')}${arrowHead('read', '#b45309')}</defs>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    text(24, 36, drawing.title, 'title'),
    ...placed.frames.flatMap(({ title, titleX, place }) => [
      rectangle(place, 'frame'),
      text(titleX, place.y + LINE, title, 'quiet'),
    ]),
    ...lines(placed),
    rectangle(placed.primary, 'primary'),
    ...texts({ ...drawing.primary, title: `${drawing.primary.title} (primary)` }, placed.primary),
    ...placed.controlPlane.flatMap(boxed),
    ...placed.columns.flatMap(({ boxes }) => boxes.flatMap(boxed)),
    ...legendOf(drawing, placed, notes),
    '</svg>',
    '',
  ].join('\n');
}

/** One line joins everything: up from the primary, along the top, and down beside each column. */
function lines(placed: Layout): string[] {
  const { busY, primary, columns } = placed;
  const start = primary.x + primary.width / 2;
  const last = columns.at(-1)?.trunkX ?? start;
  return [
    path('calls', `M${last - APART / 2} ${busY}H${start}V${primary.y - 1}`, 'call'),
    path('reads', `M${start + APART} ${primary.y}V${busY + APART}H${last + APART / 2}`),
    ...columns.flatMap((column) => trunk(column, busY)),
  ];
}

function trunk({ trunkX, boxes }: Column, busY: number): string[] {
  const [callX, readX] = [trunkX - APART / 2, trunkX + APART / 2];
  const middles = boxes.map(({ place }) => place.y + place.height / 2);
  const end = Math.max(...middles);
  return [
    path('calls', `M${callX} ${busY}V${end - APART / 2}`),
    path('reads', `M${readX} ${busY + APART}V${end + APART / 2}`),
    ...boxes.flatMap(({ place }, index) => {
      const middle = middles[index] ?? 0;
      return [
        path('calls', `M${place.x} ${middle - APART / 2}H${callX}`),
        path('reads', `M${readX} ${middle + APART / 2}H${place.x - 1}`, 'read'),
      ];
    }),
  ];
}

function legendOf({ calls, reads }: Drawing, { bottom, width }: Layout, notes: readonly string[]): string[] {
  const entries = [
    ...wrapped(calls, width / 7).map((line, index) => ({ line, kind: index === 0 ? 'calls' : undefined })),
    ...wrapped(reads, width / 7).map((line, index) => ({ line, kind: index === 0 ? 'reads' : undefined })),
    ...notes.map((line) => ({ line, kind: undefined })),
  ];
  return entries.flatMap(({ line, kind }, index) => {
    const y = bottom + 16 + index * (LINE + 4);
    const note = index >= entries.length - notes.length;
    return [
      ...(kind === undefined ? [] : [path(kind, `M24 ${y - 4}H56`, kind === 'calls' ? 'call' : 'read')]),
      text(note ? 24 : 66, y, line, 'quiet'),
    ];
  });
}

function boxed({ box, place }: PlacedBox): string[] {
  return [rectangle(place, 'box'), ...texts(box, place)];
}

function texts({ title, lines }: Box, { x, y }: Place): string[] {
  return [
    text(x + 10, y + 22, title, 'name'),
    ...lines.map((line, index) => text(x + 10, y + 22 + (index + 1) * LINE, line)),
  ];
}

function text(x: number, y: number, content: string, kind?: string): string {
  return `<text x="${x}" y="${y}"${kind === undefined ? '' : ` class="${kind}"`}>${escaped(content)}</text>`;
}

function rectangle({ x, y, width, height }: Place, kind: string): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6" class="${kind}"/>`;
}

function path(kind: string, d: string, head?: string): string {
  return `<path d="${d}" class="${kind}"${head === undefined ? '' : ` marker-end="url(#${head})"`}/>`;
}

function arrowHead(id: string, colour: string): string {
  return `<marker id="${id}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L10 5L0 10z" fill="${colour}"/></marker>`;
}

/** SVG text does not wrap by itself. */
function wrapped(sentence: string, most: number): string[] {
  const rows: string[] = [];
  let row = '';
  for (const word of sentence.split(' ')) {
    if (row !== '' && row.length + word.length + 1 > most - 10) {
      rows.push(row);
      row = word;
    } else row = row === '' ? word : `${row} ${word}`;
  }
  return [...rows, row];
}

function escaped(content: string): string {
  return content
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
