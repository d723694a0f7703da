import type { Finding } from './finding';

/** Clusters that change together. */
interface Wave {
  readonly name: string;
  readonly clusters: readonly string[];
}

/** Sorts findings by wave and adds the wave to each. Without waves, returns them unchanged. */
export function inWaveOrder(findings: readonly Finding[], waves: readonly Wave[] = []): readonly Finding[] {
  if (waves.length === 0) return findings;
  const places = new Map(
    waves.flatMap(({ name, clusters }, index) =>
      clusters.map((cluster) => [cluster, { index, wave: name }] as const),
    ),
  );
  const indexOf = ({ cluster }: Finding): number => places.get(cluster)?.index ?? waves.length;
  return [...findings]
    .sort((left, right) => indexOf(left) - indexOf(right))
    .map((finding) => {
      const wave = places.get(finding.cluster)?.wave;
      return wave === undefined ? finding : { ...finding, wave };
    });
}
