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
  /** Kind, for example `Namespace`. */
  readonly kind: string;
}

/** Options of {@link ArgoCdProject}. */
export interface ArgoCdProjectProps {
  /** Name of the project. */
  readonly name: string;
  /** Namespace of Argo CD. @default 'argocd' */
  readonly namespace?: string;
  /** One sentence for Argo CD's user interface. @default - none */
  readonly description?: string;
  /** URLs of the allowed Git repositories. */
  readonly repositories: readonly string[];
  /** Allowed clusters and namespaces. */
  readonly destinations: readonly (ApplicationDestination & { readonly namespace: string })[];
  /** Allowed cluster-scoped kinds. */
  readonly clusterKinds: readonly GroupKind[];
  /** Allowed namespaced kinds. */
  readonly namespacedKinds: readonly GroupKind[];
}

/**
 * The limits of Applications in Argo CD: repositories, clusters, namespaces and kinds. Everything that is not listed
 * is refused.
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
 * Returns a pattern that matches only the text itself. Otherwise the brackets of an IPv6 address would match one of
 * its characters. Source: argo-cd 3.0, pkg/apis/application/v1alpha1/app_project_types.go (IsDestinationPermitted),
 * gobwas/glob.
 */
function literal(text: string): string {
  return text.replace(/[*?[\]{}!\\]/g, '\\$&');
}
