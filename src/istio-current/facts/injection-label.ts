import type { MeshCurrent } from '../mesh';

/** The label by which a namespace asks for sidecars: of the default revision, or of one by its tag or name. */
export function injectionLabel({ revision, revisionTags }: Pick<MeshCurrent, 'revision' | 'revisionTags'>): {
  readonly key: string;
  readonly value: string;
} {
  return revision === undefined
    ? { key: 'istio-injection', value: 'enabled' }
    : { key: 'istio.io/rev', value: revisionTags[0] ?? revision };
}
