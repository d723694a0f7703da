import { MANAGED_BY } from '../kubernetes/labels';

/** First line of a file with definitions: they are Istio's own objects and do not carry our label. */
export const DEFINITIONS_MARK = `--- # carried over by ${MANAGED_BY}; change the file that crds names in mesh.yaml instead`;
