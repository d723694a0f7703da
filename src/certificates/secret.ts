import { printYaml } from '../kubernetes/text/print-yaml';
import type { Bundle } from './bundle';
import { BUNDLE_FILES } from './layout';

/** What Citadel and istiod look for. */
export const SECRET_NAME = 'cacerts';

/** Manifest of the Secret that Citadel and istiod mount. */
export function secretManifest(bundle: Bundle, namespace: string): string {
  const data = Object.fromEntries(
    BUNDLE_FILES.map((name) => [name, Buffer.from(bundle[name]).toString('base64')]),
  );
  const metadata = { name: SECRET_NAME, namespace };
  return `---\n${printYaml({ apiVersion: 'v1', kind: 'Secret', metadata, type: 'Opaque', data })}`;
}
