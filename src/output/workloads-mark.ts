import { MANAGED_BY } from '../kubernetes/labels';

/** First line of a file with injected workloads: they are people's own objects and do not carry our label. */
export const WORKLOADS_MARK = `--- # with sidecars of ${MANAGED_BY}; change what injectedWorkloads names in mesh.yaml instead`;
