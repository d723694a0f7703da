import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { SIDECAR_ANNOTATIONS } from '../../../inject/sidecar-annotations';
import { labels } from '../../../kubernetes/labels';
import {
  type Affinity,
  type Container,
  kube,
  type PolicyRule,
  type Volume,
} from '../../../kubernetes/manifest';
import { storedResources } from '../../../kubernetes/quantity';
import type { Resources } from '../../../kubernetes/resources';
import { isAtLeast } from '../../../kubernetes/version';
import type { Scheduling } from '../options/components';
import type { Images } from '../options/images';

/** Options shared by Citadel and the sidecar injector. */
export interface ComponentProps {
  /** Namespace of Istio. @default 'istio-system' */
  readonly namespace?: string;
  /** Kubernetes version of the cluster, for example `1.21`. @default '1.21' */
  readonly kubernetes?: string;
  /** Number of pods. @default 1 */
  readonly replicas?: number;
  /** When Kubernetes pulls the image. Replaces `global.imagePullPolicy`. @default 'IfNotPresent' */
  readonly imagePullPolicy?: Images['pullPolicy'];
  /**
   * Names of Secrets for pulling images. They are set on the service account. Replaces `global.imagePullSecrets`.
   * @default []
   */
  readonly imagePullSecrets?: readonly string[];
  /** Requests and limits of the container. @default - `scheduling.defaultResources` */
  readonly resources?: Resources;
  /**
   * Where the pods run. Replaces `global.arch`, `global.priorityClassName` and `global.defaultResources`.
   * @default - any of amd64, ppc64le and s390x; no priority class; a request of 10m CPU
   */
  readonly scheduling?: Partial<Scheduling>;
}

/** The names of a component and its account. */
interface Identity {
  readonly component: string;
  readonly app: string;
  readonly account: string;
  readonly namespace: string;
}

/** The names of a ClusterRole and its binding, and the rules of the role. */
interface Rights {
  readonly role: string;
  readonly binding: string;
  readonly rules: readonly PolicyRule[];
}

/** Creates a component's ClusterRole and its binding to the component's account. @internal */
export function componentRights(
  scope: Construct,
  { component, app, account, namespace }: Identity,
  rights: Rights,
) {
  const own = labels(component, { app });
  const role = kube.clusterRole(scope, 'role', {
    metadata: { name: rights.role, labels: own },
    rules: rights.rules,
  });
  const binding = kube.clusterRoleBinding(scope, 'binding', {
    metadata: { name: rights.binding, labels: own },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: rights.role },
    subjects: [{ kind: 'ServiceAccount', name: account, namespace }],
  });
  return { role, binding };
}

const DEFAULT_SCHEDULING: Scheduling = {
  architectures: { amd64: 2, ppc64le: 2, s390x: 2 },
  priorityClassName: '',
  defaultResources: { requests: { cpu: '10m' } },
};

interface Component {
  readonly name: string;
  readonly namespace: string;
  /** Value of the label `istio`. It also selects the pods. */
  readonly istio: string;
  /** Value of the label `app`, as in the chart. */
  readonly app: string;
  readonly account: string;
  readonly container: Omit<Container, 'imagePullPolicy' | 'resources'>;
  readonly volumes: readonly Volume[];
}

/** Creates a component's Deployment. Its pods get no sidecar. @internal */
export function componentDeployment(
  scope: Construct,
  component: Component,
  props: ComponentProps,
): ApiObject {
  const { name, namespace, istio, app, account, container, volumes } = component;
  const scheduling = { ...DEFAULT_SCHEDULING, ...props.scheduling };
  const resources = storedResources(nonEmpty(props.resources) ?? scheduling.defaultResources ?? {});
  return kube.deployment(scope, 'deployment', {
    metadata: { name, namespace, labels: labels(name, { app, istio }) },
    spec: {
      replicas: props.replicas ?? 1,
      selector: { matchLabels: { istio } },
      template: {
        metadata: {
          labels: { istio },
          annotations: {
            [SIDECAR_ANNOTATIONS.inject]: 'false',
            'scheduler.alpha.kubernetes.io/critical-pod': '',
          },
        },
        spec: {
          serviceAccountName: account,
          ...(scheduling.priorityClassName === '' ? {} : { priorityClassName: scheduling.priorityClassName }),
          containers: [
            {
              ...container,
              imagePullPolicy: props.imagePullPolicy ?? 'IfNotPresent',
              ...(nonEmpty(resources) === undefined ? {} : { resources }),
            },
          ],
          ...(volumes.length === 0 ? {} : { volumes }),
          affinity: architectureAffinity(scheduling, props.kubernetes ?? '1.21'),
        },
      },
    },
  });
}

/** Creates a component's account, with the Secrets for pulling its image. @internal */
export function componentAccount(scope: Construct, who: Identity, props: ComponentProps): ApiObject {
  const { component, app, account, namespace } = who;
  const secrets = props.imagePullSecrets ?? [];
  return kube.serviceAccount(scope, 'account', {
    metadata: { name: account, namespace, labels: labels(component, { app }) },
    ...(secrets.length === 0 ? {} : { imagePullSecrets: secrets.map((name) => ({ name })) }),
  });
}

/** Like Helm, treats an empty map as unset. */
function nonEmpty(resources: Resources | undefined): Resources | undefined {
  return resources === undefined || Object.keys(resources).length === 0 ? undefined : resources;
}

/**
 * Returns a node affinity by processor architecture: weight 0 excludes an architecture, other weights prefer it.
 * Kubernetes has the label `kubernetes.io/arch` since 1.14. Source: 1.0.9,
 * install/kubernetes/helm/istio-remote/templates/_affinity.tpl.
 * @internal
 */
export function architectureAffinity({ architectures }: Scheduling, kubernetes: string): Affinity {
  const key = isAtLeast(kubernetes, '1.14') ? 'kubernetes.io/arch' : 'beta.kubernetes.io/arch';
  const allowed = Object.entries(architectures)
    .filter(([, weight]) => weight > 0)
    .sort(([left], [right]) => (left < right ? -1 : 1));
  const among = (values: string[]) => [{ key, operator: 'In', values }];
  return {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: among(allowed.map(([name]) => name)) }],
      },
      preferredDuringSchedulingIgnoredDuringExecution: allowed.map(([name, weight]) => ({
        weight,
        preference: { matchExpressions: among([name]) },
      })),
    },
  };
}
