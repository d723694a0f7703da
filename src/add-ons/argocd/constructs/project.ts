import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { AppProject } from '../../../../imports/argoproj.io';
import { customResource } from '../../../kubernetes/kubernetes-object';
import { labels } from '../../../kubernetes/labels';
import type { ApplicationDestination } from './application';

/** A kind of objects. */
export interface GroupKind {
  /** API group; empty for the core group. */
  readonly group: string;
  /** Kind, such as `Namespace`. */
  readonly kind: string;
}

/** Options of {@link ArgoCdProject}. */
export interface ArgoCdProjectProps {
  /** Name of the project. */
  readonly name: string;
  /** Namespace of Argo CD. @default 'argocd' */
  readonly namespace?: string;
  /** One sentence for the user interface of Argo CD. @default - none */
  readonly description?: string;
  /** URLs of the Git repositories that manifests may come from. */
  readonly repositories: readonly string[];
  /** Clusters and namespaces that objects may go to. */
  readonly destinations: readonly (ApplicationDestination & { readonly namespace: string })[];
  /** Kinds without a namespace that may be applied. */
  readonly clusterKinds: readonly GroupKind[];
  /** Kinds with a namespace that may be applied. */
  readonly namespacedKinds: readonly GroupKind[];
}

/**
 * The limits of Applications in Argo CD: where manifests come from, which clusters and namespaces they go to, and which
 * kinds they may have. Nothing is allowed that is not listed.
 */
export class ArgoCdProject extends Construct {
  /** The AppProject. */
  readonly project: ApiObject;

  constructor(scope: Construct, id: string, props: ArgoCdProjectProps) {
    super(scope, id);
    this.project = customResource(AppProject, this, 'project', {
      metadata: { name: props.name, namespace: props.namespace ?? 'argocd', labels: labels('argocd') },
      spec: {
        ...(props.description === undefined ? {} : { description: props.description }),
        sourceRepos: [...props.repositories],
        destinations: props.destinations.map(({ name, server, namespace }) => ({
          ...(name === undefined ? {} : { name: literal(name) }),
          ...(server === undefined ? {} : { server: literal(server) }),
          namespace,
        })),
        clusterResourceWhitelist: [...props.clusterKinds],
        namespaceResourceWhitelist: [...props.namespacedKinds],
      },
    });
  }
}

/**
 * The pattern that stands for one text alone. The brackets of an IPv6 address would stand for one of its characters.
 * Source: argo-cd 3.0, pkg/apis/application/v1alpha1/app_project_types.go (IsDestinationPermitted), gobwas/glob.
 */
function literal(text: string): string {
  return text.replace(/[*?[\]{}!\\]/g, '\\$&');
}
