import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { SIDECAR_ANNOTATIONS } from '../../../inject/sidecar-annotations';
import { labels } from '../../../kubernetes/labels';
import { type Container, kube, type Resources, type Volume } from '../../../kubernetes/manifest';
import type { Scheduling } from '../options/scheduling';
import type { ComponentProps } from './component-props';
import { architectureAffinity } from './scheduling';

const DEFAULT_SCHEDULING: Scheduling = {
  architectures: { amd64: 2, ppc64le: 2, s390x: 2 },
  priorityClassName: '',
  defaultResources: { requests: { cpu: '10m' } },
};

interface Component {
  readonly name: string;
  readonly namespace: string;
  /** Value of the label `istio`, which also selects the pods. */
  readonly istio: string;
  /** Value of the label `app`, as the chart has it. */
  readonly app: string;
  readonly account: string;
  readonly container: Omit<Container, 'imagePullPolicy' | 'resources'>;
  readonly volumes: readonly Volume[];
}

/** The Deployment of one component. Its pods get no sidecar. */
export function componentDeployment(
  scope: Construct,
  component: Component,
  props: ComponentProps,
): ApiObject {
  const { name, namespace, istio, app, account, container, volumes } = component;
  const scheduling = { ...DEFAULT_SCHEDULING, ...props.scheduling };
  const resources = nonEmpty(props.resources) ?? nonEmpty(scheduling.defaultResources);
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
              ...(resources === undefined ? {} : { resources }),
            },
          ],
          ...(volumes.length === 0 ? {} : { volumes }),
          affinity: architectureAffinity(scheduling, props.kubernetes ?? '1.21'),
        },
      },
    },
  });
}

/** The account of one component, with what it needs to pull its image. */
export function componentAccount(
  scope: Construct,
  account: {
    readonly name: string;
    readonly namespace: string;
    readonly component: string;
    readonly app: string;
  },
  props: ComponentProps,
): ApiObject {
  const secrets = props.imagePullSecrets ?? [];
  return kube.serviceAccount(scope, 'account', {
    metadata: {
      name: account.name,
      namespace: account.namespace,
      labels: labels(account.component, { app: account.app }),
    },
    ...(secrets.length === 0 ? {} : { imagePullSecrets: secrets.map((name) => ({ name })) }),
  });
}

/** Helm's idea of a set value: an empty map counts as none. */
function nonEmpty(resources: Resources | undefined): Resources | undefined {
  return resources === undefined || Object.keys(resources).length === 0 ? undefined : resources;
}
