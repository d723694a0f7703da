import { MANAGED_BY } from './labels';

/** First line of a file with injected workloads: they are the user's own objects and do not carry our label. */
export const WORKLOADS_MARK = `--- # with sidecars of ${MANAGED_BY}; change what injectedWorkloads names in mesh.yaml instead`;

/** First line of a file with definitions: they are Istio's own objects and do not carry our label. */
export const DEFINITIONS_MARK = `--- # carried over by ${MANAGED_BY}; change the file that crds names in mesh.yaml instead`;
