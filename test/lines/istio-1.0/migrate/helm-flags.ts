import type { HelmMap, HelmValue } from '../../../../src/migrate/helm-values/helm-value';
import type { ValuesSource } from '../../../../src/migrate/helm-values/read-values';

/** A form of a value: in the file, or on the command line. */
export type Form = 'file' | ValuesSource['kind'];

/**
 * Gives some of the values as flags instead of in the file. `forms` decides for one leaf after the other. A value
 * that the form cannot express (`--set` has no fractions) stays in the file.
 */
export function spread(values: HelmMap, forms: readonly Form[]): ValuesSource[] {
  const flags: ValuesSource[] = [];
  let next = 0;
  const rest = (map: HelmMap, prefix: string): HelmMap => {
    const kept: [string, HelmValue][] = [];
    for (const [key, value] of Object.entries(map)) {
      const path = prefix + key.replaceAll('.', '\\.');
      const isLeaf = typeof value !== 'object' || value === null || Array.isArray(value);
      const flag = isLeaf ? flagFor(forms[next++ % forms.length] ?? 'file', path, value) : undefined;
      if (flag !== undefined) flags.push(flag);
      else kept.push([key, isLeaf ? value : rest(value, `${path}.`)]);
    }
    return Object.fromEntries(kept);
  };
  const file = rest(values, '');
  return [{ kind: 'file', name: 'values.yaml', text: JSON.stringify(file) }, ...flags];
}

function flagFor(form: Form, path: string, value: HelmValue): ValuesSource | undefined {
  if (form === 'file') return undefined;
  if (form === 'set-json') return { kind: form, text: `${path}=${JSON.stringify(value)}` };
  if (form === 'set-string')
    return typeof value === 'string' ? { kind: form, text: `${path}=${escaped(value)}` } : undefined;
  if (Array.isArray(value) && value.length === 0) return undefined; // Helm turns {} into [""].
  if (Array.isArray(value)) return { kind: form, text: `${path}={${value.map(String).join(',')}}` };
  // Text that --set would read as a number or a boolean needs --set-string.
  const isTyped = typeof value === 'string' && /^(?:[-+]?\d+|true|false|null)$/i.test(value);
  if (isTyped || (typeof value === 'number' && !Number.isInteger(value))) return undefined;
  return { kind: form, text: `${path}=${escaped(String(value))}` };
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll(',', '\\,').replace(/^\{/, '\\{');
}
