import { lstatSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isWithin, makeFolder, withFile, writeWhole } from '../../files';
import type { KubeObject } from '../../kubernetes/api/cluster';
import { printYaml } from '../../kubernetes/text/print-yaml';
import { pathInRepository } from '../../mesh/path-in-repository';
import { UserError } from '../../problem';
import { readText } from '../../read-file';
import type { SealingScope } from '../../sealed-secrets/format';
import { type PlainSecret, sealSecret } from '../../sealed-secrets/seal';
import { sealingKey } from '../../sealed-secrets/sealing-certificate';
import { type MeshWithCredentials, PRIMARY_PLACEHOLDER, SEALED_FOLDER, sealedFile } from './credentials';

/** How to seal credentials. */
export interface SealRequest {
  /**
   * File with the certificate of the sealed-secrets controller on the primary. With several primaries: a path with
   * `{primary}`, which is replaced by each cluster id.
   */
  readonly certificate: string;
  readonly scope: SealingScope;
}

/** Where sealed credentials are written. */
interface SealPlace {
  /** The mesh file. The folder is beside it. */
  readonly config: string;
  /** Output folder of the manifests. The sealed files are input, so they must not be there. */
  readonly outdir: string;
}

/** Seals the credentials of remotes into files for Git. */
export class Sealer {
  private readonly certificates: ReadonlyMap<string, string>;
  private readonly scope: SealingScope;
  private readonly folder: string;
  private readonly base: string;
  /** Warnings about the folder. */
  readonly warnings: readonly string[];

  /** @throws UserError if the certificate or the folder must not be used */
  constructor(
    private readonly mesh: MeshWithCredentials,
    { certificate, scope }: SealRequest,
    { config, outdir }: SealPlace,
  ) {
    this.certificates = readCertificates(mesh, certificate);
    this.scope = scope;
    this.base = dirname(config);
    const isCarried = mesh.credentials?.from === 'sealed-secrets';
    this.folder = mesh.credentials?.from === 'sealed-secrets' ? mesh.credentials.folder : SEALED_FOLDER;
    this.warnings = isCarried
      ? []
      : [
          `warning: ${config}: credentials.sealedSecrets is not set, so \`istio-remote synth\` does not write the sealed credentials. Add credentials: { sealedSecrets: {} }`,
        ];
    const place = pathInRepository(this.base, this.folder);
    if (typeof place !== 'string') throw new UserError([{ ...place, file: config }]);
    if (isWithin(outdir, resolve(this.base, this.folder)))
      throw new UserError(
        `${this.folder}: is in the output folder, which synth makes from it. Set credentials.sealedSecrets.folder to another one`,
      );
  }

  /** Returns the path of a cluster's file for a primary, relative to the same folder as the path of the mesh file. */
  pathOf(primary: string, cluster: string): string {
    return join(this.base, sealedFile(this.mesh, this.folder, { primary, cluster }));
  }

  /** Seals the Secret of a cluster into its file for a primary. @throws UserError */
  async write(primary: string, cluster: string, secret: KubeObject): Promise<void> {
    const options = { certificate: this.certificates.get(primary) ?? '', scope: this.scope };
    const sealed = await sealSecret(plain(secret), options);
    replaceSealed(this.pathOf(primary, cluster), `---\n${printYaml(sealed)}`);
  }
}

/** Returns the certificate of each primary's controller. Each controller has its own key. @throws UserError */
function readCertificates({ primaries }: MeshWithCredentials, path: string): Map<string, string> {
  if (primaries.length > 1 && !path.includes(PRIMARY_PLACEHOLDER))
    throw new UserError(
      `--seal: expected a path with ${PRIMARY_PLACEHOLDER}, since each of the ${primaries.length} primaries has a controller with a certificate of its own, got ${path}. Write such as --seal 'sealing/${PRIMARY_PLACEHOLDER}.pem'`,
    );
  return new Map(
    primaries.map(({ name }) => [name, readCertificate(path.replaceAll(PRIMARY_PLACEHOLDER, name))]),
  );
}

function readCertificate(file: string): string {
  const pem = withFile(file, 'read', () => readText(file));
  try {
    sealingKey(pem);
  } catch (error) {
    throw error instanceof UserError ? new UserError(`${file}: ${error.message}`) : error;
  }
  return pem;
}

function plain({ metadata, type, data }: KubeObject): PlainSecret {
  const { name, namespace = '', labels = {}, annotations = {} } = metadata;
  const values = Object.entries(data as Readonly<Record<string, string>>);
  return {
    name,
    namespace,
    labels,
    annotations,
    type: String(type),
    data: Object.fromEntries(values.map(([key, value]) => [key, Buffer.from(value, 'base64')])),
  };
}

/**
 * Writes a file with a SealedSecret in one step, so that nobody sees half of it. The content is encrypted, so others
 * may read the file.
 * @throws UserError if the path has another kind of file
 */
export function replaceSealed(path: string, text: string): void {
  withFile(path, 'written', () => {
    makeFolder(dirname(path));
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found !== undefined && (!found.isFile() || !/\bSealedSecret\b/.test(readText(path))))
      throw new UserError(`${path}: already exists and is no SealedSecret. Remove it`);
    writeWhole(path, text);
  });
}
