import { isMap } from '../../is-map';
import { type WrittenAtRunTime, writtenAtRunTime } from './ignored-differences';

/** What Argo CD asks its project about an object, and what it would take for a change. */
export interface RenderedObject {
  /** Empty for the core group. */
  readonly group: string;
  readonly kind: string;
  /** Undefined when the object names none. */
  readonly namespace: string | undefined;
  readonly writtenAtRunTime: readonly WrittenAtRunTime[];
}

/** The looked-at parts of an object as the API server gets it; undefined for what is no object. */
export function renderedObject(object: unknown): RenderedObject | undefined {
  if (!isMap(object) || typeof object.kind !== 'string') return undefined;
  const apiVersion = typeof object.apiVersion === 'string' ? object.apiVersion : '';
  const metadata = isMap(object.metadata) ? object.metadata : {};
  return {
    group: apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '',
    kind: object.kind,
    namespace: typeof metadata.namespace === 'string' ? metadata.namespace : undefined,
    writtenAtRunTime: writtenAtRunTime(object),
  };
}
