import { find, type KubernetesObject } from '../../../golden/manifests';

/** The fields of a component's Deployment that tests read. */
export interface ComponentDeployment {
  readonly apiVersion: string;
  readonly metadata: { readonly labels: Readonly<Record<string, string>> };
  readonly spec: {
    readonly replicas: number;
    readonly selector: unknown;
    readonly template: {
      readonly metadata: { readonly labels: unknown; readonly annotations: unknown };
      readonly spec: {
        readonly serviceAccountName: string;
        readonly priorityClassName?: string;
        readonly containers: readonly [
          {
            readonly image: string;
            readonly imagePullPolicy: string;
            readonly args: readonly string[];
            readonly resources?: unknown;
            readonly volumeMounts?: unknown;
          },
        ];
        readonly volumes?: unknown;
        readonly affinity: unknown;
      };
    };
  };
}

/** Returns the only Deployment among some objects. */
export function deploymentOf(objects: readonly KubernetesObject[], name: string): ComponentDeployment {
  return find(objects, 'Deployment', name) as unknown as ComponentDeployment;
}
