import { isMap } from '../is-map';
import { printYaml } from '../kubernetes/text/print-yaml';
import { errorAt, type Path, type Problem } from '../problem';
import { findCredentials } from '../secret-scan/find-credentials';

/** Returns values that are credentials, each at its deepest place. @param at place of the values in mesh.yaml */
export function credentialsIn(values: unknown, at: Path): Problem[] {
  const what = credentialOf(values);
  if (what === undefined) return [];
  const below = entriesOf(values).flatMap(([key, value]) => {
    // A name may show that its value is a credential, so both are checked together.
    const named = credentialOf(typeof key === 'number' ? [value] : { [key]: value });
    if (named === undefined) return [];
    const deeper = entriesOf(value).length > 0 ? credentialsIn(value, [...at, key]) : [];
    return deeper.length > 0 ? deeper : [credentialAt([...at, key], named)];
  });
  return below.length > 0 ? below : [credentialAt(at, what)];
}

function credentialOf(value: unknown): string | undefined {
  return findCredentials(printYaml(value))[0]?.what;
}

function entriesOf(value: unknown): (readonly [string | number, unknown])[] {
  if (Array.isArray(value)) return value.map((item, index) => [index, item] as const);
  return isMap(value) ? Object.entries(value) : [];
}

function credentialAt(path: Path, what: string): Problem {
  return errorAt(
    path,
    `contains what looks like a credential (${what}), and mesh.yaml belongs into Git`,
    'Keep it in a Secret, and write the name of the Secret here',
  );
}
