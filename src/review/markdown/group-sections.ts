import type { ReviewSection } from '../review';
import { type Detail, sectionBody } from './print-section';

/** Clusters for which the summary says the same, perhaps with `{cluster}` in place of their names. */
export interface PrintedSection {
  readonly clusters: readonly string[];
  readonly section: ReviewSection;
  /** The lines of the section, as short as asked for. */
  body(detail: Detail): string[];
}

const PLACEHOLDER = '{cluster}';

/**
 * Puts clusters together that differ in nothing but their own names: the webhook of current Istio has the cluster in
 * its path, so that each cluster's change is its own.
 */
export function groupSections(sections: readonly ReviewSection[], detail: Detail): PrintedSection[] {
  const groups = new Map<string, { readonly section: ReviewSection; readonly clusters: string[] }>();
  for (const section of sections) {
    const body = sectionBody(section, detail).join('\n');
    const key = section.clusters.length === 1 ? withoutName(body, section.clusters) : body;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { section, clusters: [...section.clusters] });
    else group.clusters.push(...section.clusters);
  }
  return [...groups.values()].map(({ section, clusters }) => ({
    clusters,
    section,
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
