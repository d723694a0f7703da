import type { MeshCore } from '../mesh/mesh';

/** A mesh and what signs in it. */
export interface SigningMesh {
  readonly mesh: MeshCore;
  readonly line: { readonly signer: Signer };
}

/** What signs certificates in the clusters of a release line, and what it can use. Each line says it. */
export interface Signer {
  /** Why it cannot sign with a key of this type, such as `ec-p256`; undefined when it can. */
  unfitToSign(keyType: string): string | undefined;
  /** Labels of PEM private keys that it reads, with its name in messages. Absent: all that this tool reads. */
  readonly privateKeys?: { readonly reader: string; readonly labels: readonly string[] };
  /** Whether every cluster has one, so that every cluster needs the files of an authority. */
  readonly isInEveryCluster: boolean;
}
