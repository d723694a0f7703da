import type { Resources } from '../../../kubernetes/manifest';
import type { Images } from '../options/images';
import type { Scheduling } from '../options/scheduling';

/** Options that Citadel and the sidecar injector share. */
export interface ComponentProps {
  /** @default 'istio-system' */
  readonly namespace?: string;
  /**
   * Kubernetes version of the cluster, such as `1.21`.
   * @default '1.21'
   */
  readonly kubernetes?: string;
  /** Number of pods. @default 1 */
  readonly replicas?: number;
  /** Replaces `global.imagePullPolicy`. @default 'IfNotPresent' */
  readonly imagePullPolicy?: Images['pullPolicy'];
  /** Names of Secrets for pulling images, set on the account. Replaces `global.imagePullSecrets`. @default [] */
  readonly imagePullSecrets?: readonly string[];
  /** Requests and limits. @default - `scheduling.defaultResources` */
  readonly resources?: Resources;
  /**
   * Where the pods run. Replaces `global.arch`, `global.priorityClassName` and `global.defaultResources`.
   * @default - any of amd64, ppc64le and s390x, no priority class, requests of cpu 10m
   */
  readonly scheduling?: Partial<Scheduling>;
}
