import type { ReviewSection } from '../review';
import { code, html } from './code';
import { commandLines, countsOf, type Detail, sectionBody } from './print-section';

/** Clusters with the same summary, apart from `{cluster}` for their names. */
export interface PrintedSection {
  readonly clusters: readonly string[];
  readonly section: ReviewSection;
  /** Shell commands of every cluster. */
  readonly commands: readonly string[];
  /** Returns the rows of the section, with this much detail. */
  body(detail: Detail): string[];
}

const PLACEHOLDER = '{cluster}';

/**
 * Groups clusters that differ only in their own names. For example, the webhook of current Istio has the cluster in
 * its path, so each cluster's change is different.
 */
export function groupSections(sections: readonly ReviewSection[], detail: Detail): PrintedSection[] {
  interface Group {
    readonly section: ReviewSection;
    readonly clusters: string[];
    readonly commands: string[];
  }
  const groups = new Map<string, Group>();
  for (const section of sections) {
    const body = sectionBody(section, detail).join('\n');
    const text = section.clusters.length === 1 ? withoutName(body, section.clusters) : body;
    const key = `${section.wave ?? ''}\n${text}`;
    const group = groups.get(key);
    if (group === undefined)
      groups.set(key, { section, clusters: [...section.clusters], commands: [...section.commands] });
    else {
      group.clusters.push(...section.clusters);
      group.commands.push(...section.commands);
    }
  }
  return [...groups.values()].map(({ section, clusters, commands }) => ({
    clusters,
    section,
    commands,
    body: (wanted) => {
      const lines = sectionBody(section, wanted);
      return clusters.length > section.clusters.length
        ? withoutName(lines.join('\n'), section.clusters).split('\n')
        : lines;
    },
  }));
}

function withoutName(body: string, [name = '']: readonly string[]): string {
  const escaped = name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return name === '' ? body : body.replace(new RegExp(`(?<![\\w-])${escaped}(?![\\w-])`, 'g'), PLACEHOLDER);
}

/** Everything, up to what a reader can use. */
export const FULL: Detail = {
  objects: 200,
  fields: 60,
  lines: 40,
  names: 400,
  consequences: 100,
  commands: 60,
};
const SHORTENED: Detail = { objects: 12, fields: 6, lines: 0, names: 60, consequences: 30, commands: 6 };
/** The consequences, without the objects. */
const LEAST: Detail = { objects: 0, fields: 0, lines: 0, names: 8, consequences: 10, commands: 0 };

/** Returns as many sections as fit. The first ones get as much detail as there is room for. */
export function sectionsWithin(
  room: number,
  sections: readonly PrintedSection[],
): { texts: string[]; cut: number } {
  let left = room;
  const texts: string[] = [];
  for (const section of sections) {
    const text = sectionText(section, LEAST);
    if (bytes(text) > left) break;
    left -= bytes(text);
    texts.push(text);
  }
  const isCut = texts.map(() => true);
  for (const detail of [SHORTENED, FULL]) {
    // After this many sections that did not fit, the rest hardly would, and ten thousand take long.
    let refused = 0;
    for (const [index, before] of texts.entries()) {
      const section = sections[index];
      if (section === undefined || refused > 20) break;
      const text = sectionText(section, detail);
      const cost = bytes(text) - bytes(before);
      if (cost > left) {
        refused += 1;
        continue;
      }
      left -= cost;
      texts[index] = text;
      isCut[index] = detail !== FULL;
    }
  }
  return { texts, cut: isCut.filter(Boolean).length };
}

function sectionText(printed: PrintedSection, detail: Detail): string {
  const { clusters, section } = printed;
  const few = clusters.length <= 4;
  const title = few ? clusters.map(code).join(', ') : `${clusters.length} clusters alike`;
  const counts = countsOf(section.changes);
  const wave = section.wave === undefined ? '' : `Wave ${code(section.wave)}: `;
  return [
    `### ${wave}${title}${counts === '' ? '' : `: ${counts}`}`,
    '',
    ...(few ? [] : nameLines(clusters, detail.names)),
    ...printed.body(detail),
    ...commandLines(printed.commands, detail),
    '',
  ]
    .join('\n')
    .replace(/\n{3,}/g, '\n\n');
}

function nameLines(clusters: readonly string[], most: number): string[] {
  const shown = clusters.slice(0, most).map((name) => `<code>${html(name)}</code>`);
  const more = clusters.length - shown.length;
  const names = `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  return [`<details><summary>Which clusters</summary><p>${names}</p></details>`, ''];
}

export function bytes(text: string): number {
  return Buffer.byteLength(text);
}
