import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { MeshCore } from '../mesh/mesh';
import { UserError } from '../problem';
import { type AuthorityOptions, makeRoot } from './authority';
import { type Bundle, bundleOf, readBundle, refuseForeign, signingRootOf, writeBundle } from './bundle';
import { type Certificate, isSame, readCertificates, shortFingerprint } from './certificate';
import { type KeyFolders, makeFitFolder } from './fit-folder';
import { clusterFolder, previousFolder, SECRET_FILE } from './layout';
import { locked } from './private-folder';
import { advanceRoot, readRoots, recover } from './root';
import { secretManifest } from './secret';
import { clusterNames } from './signer';

export interface CacertsRotateOptions extends KeyFolders {
  /** Options of the new root. */
  readonly authority: AuthorityOptions;
  /** Remove the old root after no cluster signs under it any more. @default false */
  readonly finish?: boolean;
}

export interface CacertsRotateResult {
  /** `started` with a new root, `continued` with the one of an earlier run, or `finished`. */
  readonly outcome: 'started' | 'continued' | 'finished';
  readonly current: Certificate;
  /** The previous root, still trusted. Undefined after it is removed. */
  readonly previous: Certificate | undefined;
  readonly clusters: readonly Rotated[];
}

/** The progress of one cluster. */
export interface Rotated {
  readonly cluster: string;
  /** Whether its certificate is signed by the new root. */
  readonly moved: boolean;
  /** Whether its files changed in this run. */
  readonly changed: boolean;
}

/**
 * Moves the mesh to a new root: creates it, and lets every cluster trust it besides the old one. Running it again
 * continues the rotation.
 * @throws UserError
 */
export function cacertsRotate(mesh: MeshCore, options: CacertsRotateOptions): Promise<CacertsRotateResult> {
  const { dir, authority, finish = false } = options;
  makeFitFolder(options);
  return locked(dir, async () => {
    recover(dir);
    const before = readRoots(dir);
    // Clusters that have left the mesh need no trust.
    const clusters = clusterNames(mesh).filter((name) => existsSync(clusterFolder(dir, name)));
    for (const cluster of clusters) refuseForeign(dir, cluster);
    const bundles = clusters.map((cluster) => ({ cluster, bundle: bundleIn(dir, cluster) }));
    for (const { cluster, bundle } of bundles) refuseUnknownRoots(dir, cluster, bundle, before);
    if (finish) refuseUnfinished(dir, bundles, before);
    const starts = before.previous === undefined;
    if (starts) advanceRoot(dir, await makeRoot(authority));
    const { current, previous } = readRoots(dir);
    const trusted = finish || previous === undefined ? [current] : [current, previous];
    const rotated = bundles.map(({ cluster, bundle }) => {
      const { 'ca-cert.pem': certificate, 'ca-key.pem': key, 'cert-chain.pem': chain } = bundle;
      const next = bundleOf({ certificate, key }, chain, trusted);
      const changed = next['root-cert.pem'] !== bundle['root-cert.pem'];
      if (changed) rewrite(dir, cluster, next, mesh.primary.namespace);
      return { cluster, moved: signingRootOf(bundle, [current]) !== undefined, changed };
    });
    if (finish) rmSync(previousFolder(dir), { recursive: true });
    const outcome = finish ? 'finished' : starts ? 'started' : 'continued';
    return { outcome, current, previous: finish ? undefined : previous, clusters: rotated };
  });
}

type Roots = ReturnType<typeof readRoots>;

function refuseUnfinished(
  dir: string,
  bundles: readonly { readonly cluster: string; readonly bundle: Bundle }[],
  { current, previous }: Roots,
): void {
  if (previous === undefined)
    throw new UserError(
      `${dir}: no clusters are moving to a new root. Run \`istio-remote cacerts rotate\` first`,
    );
  const behind = bundles.filter(({ bundle }) => signingRootOf(bundle, [current]) === undefined);
  if (behind.length > 0)
    throw new UserError(
      `${dir}: ${behind.map(({ cluster }) => cluster).join(', ')} still sign under the old root, and would lose the trust of the others. Run \`istio-remote cacerts issue --all --replace\`, and apply that everywhere first`,
    );
}

/** A root that somebody added by hand would be lost. */
function refuseUnknownRoots(
  dir: string,
  cluster: string,
  bundle: Bundle,
  { current, previous }: Roots,
): void {
  const unknown = readCertificates(bundle['root-cert.pem']).certificates.find(
    (root) => !isSame(root, current) && (previous === undefined || !isSame(root, previous)),
  );
  if (unknown !== undefined)
    throw new UserError(
      `${join(clusterFolder(dir, cluster), 'root-cert.pem')}: trusts a root that is not in ${dir} (${shortFingerprint(unknown)}), and would lose it. Run \`istio-remote cacerts issue ${cluster} --replace\` if it is one from before`,
    );
}

function rewrite(dir: string, cluster: string, bundle: Bundle, namespace: string): void {
  const hasSecret = existsSync(join(clusterFolder(dir, cluster), SECRET_FILE));
  writeBundle(dir, cluster, bundle, hasSecret ? { [SECRET_FILE]: secretManifest(bundle, namespace) } : {});
}

function bundleIn(dir: string, cluster: string): Bundle {
  const bundle = readBundle(dir, cluster);
  if (bundle === undefined) throw new UserError(`${clusterFolder(dir, cluster)}: disappeared. Run again`);
  return bundle;
}
