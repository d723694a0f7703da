import type { MeshCurrent } from '../mesh';
import { LABELS } from './labels';

/** The label by which a namespace asks for sidecars: of the default revision, or of one by its tag or name. */
export function injectionLabel({ revision, revisionTags }: Pick<MeshCurrent, 'revision' | 'revisionTags'>): {
  readonly key: string;
  readonly value: string;
} {
  return revision === undefined
    ? { key: LABELS.injection, value: 'enabled' }
    : { key: LABELS.revision, value: revisionTags[0] ?? revision };
}
