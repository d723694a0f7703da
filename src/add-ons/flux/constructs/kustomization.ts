import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import {
  Kustomization,
  KustomizationSpecDeletionPolicy,
  KustomizationSpecSourceRefKind,
} from '../../../../imports/kustomize.toolkit.fluxcd.io';
import { customResource } from '../../../kubernetes/kubernetes-object';
import { labels } from '../../../kubernetes/labels';

/** Options of {@link FluxKustomization}. */
export interface FluxKustomizationProps {
  /** Name of the Kustomization, at most 63 characters: Flux writes it into a label of each object. */
  readonly name: string;
  /** Namespace of Flux. @default 'flux-system' */
  readonly namespace?: string;
  /** Name of the GitRepository, in the same namespace. */
  readonly gitRepository: string;
  /** Folder in the repository. */
  readonly path: string;
  /** How often Flux compares the cluster with the repository. @default '10m' */
  readonly interval?: string;
  /** Time limit of an apply, with its health checks. @default '5m' */
  readonly timeout?: string;
  /** Also delete objects that are no longer in the repository. @default false */
  readonly prune?: boolean;
  /** Whether it is ready only after all objects are healthy. @default true */
  readonly wait?: boolean;
  /** Secret with the kubeconfig of the cluster. @default - the cluster that Flux runs in */
  readonly kubeConfig?: { readonly name: string; readonly key: string };
  /** Names of the Kustomizations that must be ready first, in the same namespace. @default - none */
  readonly dependsOn?: readonly string[];
}

/**
 * One cluster's folder of the output as a Flux Kustomization. The cluster keeps its objects when you delete the
 * Kustomization. Needs Flux 2.5 or newer.
 */
export class FluxKustomization extends Construct {
  /** The Kustomization. */
  readonly kustomization: ApiObject;

  constructor(scope: Construct, id: string, props: FluxKustomizationProps) {
    super(scope, id);
    const { name, namespace = 'flux-system', kubeConfig, dependsOn = [] } = props;
    this.kustomization = customResource(Kustomization, this, 'kustomization', {
      metadata: { name, namespace, labels: labels('flux') },
      spec: {
        sourceRef: { kind: KustomizationSpecSourceRefKind.GIT_REPOSITORY, name: props.gitRepository },
        path: props.path,
        interval: props.interval ?? '10m',
        timeout: props.timeout ?? '5m',
        prune: props.prune ?? false,
        wait: props.wait ?? true,
        deletionPolicy: KustomizationSpecDeletionPolicy.ORPHAN,
        ...(kubeConfig === undefined ? {} : { kubeConfig: { secretRef: { ...kubeConfig } } }),
        ...(dependsOn.length === 0 ? {} : { dependsOn: dependsOn.map((other) => ({ name: other })) }),
      },
    });
  }
}
