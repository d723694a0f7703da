import { createHash } from 'node:crypto';

/** SHA-256 by the identity of an object, such as `Deployment istio-system/istio-citadel`. */
export type Hashes = Readonly<Record<string, string>>;

/** Returns the hash of each object, sorted by identity. */
export function hashesOf(objects: ReadonlyMap<string, unknown>): Hashes {
  return Object.fromEntries(
    [...objects.keys()].sort().map((key) => [key, hashOf(objects.get(key))] as const),
  );
}

/** Returns the hash of a value, whatever the order of its keys. */
function hashOf(value: unknown): string {
  const text = JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1)))
      : inner,
  );
  return createHash('sha256').update(text).digest('hex');
}

/**
 * Returns the differences in the hashes of a case, one line for each object.
 * @param chart the committed hashes of the case; undefined if they are missing
 * @param place the release and the values file
 * @param fields returns the differences field by field; undefined if the chart's output is not available
 */
export function hashProblems(
  chart: Hashes | undefined,
  ours: Hashes,
  place: string,
  fields?: () => string[],
): string[] {
  if (chart === undefined) return [`With ${place}: there are no hashes. ${TO_MAKE}`];
  const problems = [...new Set([...Object.keys(chart), ...Object.keys(ours)])].sort().flatMap((key) => {
    if (chart[key] === ours[key]) return [];
    if (chart[key] === undefined) return [`${key}: synth makes it, and the chart does not`];
    return [
      ours[key] === undefined
        ? `${key}: the chart makes it, and synth does not`
        : `${key}: differs from the chart's`,
    ];
  });
  return problems.length === 0 ? [] : [`With ${place}:`, ...problems, ...(fields?.() ?? [TO_COMPARE])];
}

const TO_MAKE = 'Run `node build/chart-hashes.mjs`, see CONTRIBUTING.md, "Parity with the chart".';
const TO_COMPARE =
  'To see the fields, run this test with ISTIO_REMOTE_CHART_ROOT or ISTIO_REMOTE_REFERENCE: see CONTRIBUTING.md, "Parity with the chart".';
