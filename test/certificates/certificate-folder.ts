import {
  chmodSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { AuthorityOptions } from '../../src/certificates/authority';
import { type CacertsInitOptions, cacertsInit } from '../../src/certificates/init';
import { type CacertsIssueOptions, cacertsIssue } from '../../src/certificates/issue';
import { type CacertsRotateOptions, cacertsRotate } from '../../src/certificates/rotate';
import { type CacertsVerifyOptions, cacertsVerify } from '../../src/certificates/verify';
import { problemText, UserError } from '../../src/problem';
import { openNow } from '../open-now';

const DAY = 24 * 3600;

/** Current Istio, because its CA accepts key types that are fast to create. */
export const MESH_CURRENT = `istio: 1.30.3
primary: { name: hq, addresses: { istiod: 10.16.0.11 } }
remotes:
  - { name: eu, kubernetes: "1.33" }
  - { name: ap, kubernetes: "1.33" }
`;

export const MESH_10 = `istio: 1.0.9
primary: { name: hq, addresses: { pilot: 10.16.0.11, policy: 10.16.0.12, telemetry: 10.16.0.13 } }
remotes:
  - { name: eu, kubernetes: "1.21", pilotService: true }
`;

export const ROOT: AuthorityOptions = {
  keyType: 'ec-p256',
  lifetimeSeconds: 3650 * DAY,
  pathLength: 1,
  trustDomain: 'cluster.local',
  organization: 'Istio',
};

export const CLUSTER: AuthorityOptions = { ...ROOT, lifetimeSeconds: 730 * DAY, pathLength: 0 };

let model: Promise<CertificateFolder> | undefined;

/** A temporary folder with a mesh and a folder for keys, outside any Git work tree. */
export class CertificateFolder implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'istio-remote-certs-'));
  readonly config = join(this.folder, 'mesh.yaml');
  readonly dir = join(this.folder, 'certs');
  readonly outdir = join(this.folder, 'dist');

  constructor(mesh: string = MESH_CURRENT) {
    writeFileSync(this.config, mesh);
  }

  /** A folder with a root and files for every cluster: copies of one that is created once. */
  static async issued(): Promise<CertificateFolder> {
    model ??= (async () => {
      const made = new CertificateFolder();
      process.once('exit', () => made[Symbol.dispose]());
      await made.init();
      await made.issue();
      return made;
    })();
    const certificates = new CertificateFolder();
    copyFolder((await model).dir, certificates.dir);
    return certificates;
  }

  init(options: Partial<CacertsInitOptions> = {}) {
    return cacertsInit({ dir: this.dir, outdir: this.outdir, authority: ROOT, ...options });
  }

  issue(options: Partial<CacertsIssueOptions> = {}) {
    const { dir, outdir } = this;
    return cacertsIssue(openNow(this.config), { dir, outdir, clusters: [], authority: CLUSTER, ...options });
  }

  rotate(options: Partial<CacertsRotateOptions> = {}) {
    const { dir, outdir } = this;
    return cacertsRotate(openNow(this.config).mesh, { dir, outdir, authority: ROOT, ...options });
  }

  verify(options: Partial<CacertsVerifyOptions> = {}) {
    return cacertsVerify(openNow(this.config), {
      dir: this.dir,
      clusters: [],
      warnSeconds: 90 * DAY,
      ...options,
    });
  }

  /** Returns the output of `verify` as the user reads it, without the folder. */
  problems(options: Partial<CacertsVerifyOptions> = {}): string[] {
    return this.verify(options).problems.map((problem) =>
      problemText(problem).replaceAll(`${this.dir}/`, ''),
    );
  }

  path(...names: readonly string[]): string {
    return join(this.dir, ...names);
  }

  cluster(name: string, file = ''): string {
    return this.path('clusters', name, file);
  }

  read(...names: readonly string[]): string {
    return readFileSync(this.path(...names), 'utf8');
  }

  /** Returns every file of the folder, sorted. */
  files(): string[] {
    return readdirSync(this.dir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(this.dir.length + 1))
      .sort();
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Returns the user's message of a refusal. */
export async function refusal(work: () => unknown): Promise<string> {
  const error = await Promise.resolve()
    .then(work)
    .then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
  expect(error).toBeInstanceOf(UserError);
  return error instanceof UserError ? error.message : '';
}

/** Copies a folder. From Node.js 22 on, `cpSync` loses the modes of folders. */
function copyFolder(from: string, to: string): void {
  cpSync(from, to, { recursive: true });
  for (const path of ['.', ...readdirSync(from, { recursive: true, encoding: 'utf8' })])
    chmodSync(join(to, path), statSync(join(from, path)).mode);
}
