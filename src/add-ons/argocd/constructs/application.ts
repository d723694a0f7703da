import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import {
  Application,
  type ApplicationSpec,
  type ApplicationSpecSource,
} from '../../../../imports/argoproj.io';
import { customResource } from '../../../kubernetes/kubernetes-object';
import { labels } from '../../../kubernetes/labels';

/** Where objects go: a cluster by its name in Argo CD or by the URL of its API server. */
export interface ApplicationDestination {
  /** Name of the cluster in Argo CD; either this or `server`. */
  readonly name?: string;
  /** URL of the cluster's API server, as Argo CD knows it. */
  readonly server?: string;
  /** Namespace of objects that name none. */
  readonly namespace?: string;
}

/** Fields that something in the cluster writes, so that they are no difference. */
export interface IgnoredDifference {
  /** API group. @default - the core group */
  readonly group?: string;
  /** Kind, such as `Namespace`. */
  readonly kind: string;
  /** @default - every object of the kind */
  readonly name?: string;
  /** Fields as RFC 6901 points at them. @default - none */
  readonly jsonPointers?: readonly string[];
  /** Fields as jq finds them. @default - none */
  readonly jqPathExpressions?: readonly string[];
}

/** What Argo CD does without being asked. */
export interface ApplicationSyncPolicy {
  /** Apply each new commit. @default false */
  readonly automated?: boolean;
  /** Also delete what is no longer in the repository; only with `automated`. @default false */
  readonly prune?: boolean;
  /** Undo changes that others make in the cluster; only with `automated`. @default false */
  readonly selfHeal?: boolean;
}

/** What Applications have in common, however they are made. */
export interface ApplicationProps {
  /** Name of the AppProject. */
  readonly project: string;
  /** URL of the Git or Helm repository, without a login. */
  readonly repository: string;
  /** Branch, tag or commit. @default 'HEAD' */
  readonly revision?: string;
  /** @default - nothing is ignored */
  readonly ignoredDifferences?: readonly IgnoredDifference[];
  /** @default - Argo CD waits until it is told to sync */
  readonly syncPolicy?: ApplicationSyncPolicy;
  /** Whether the API server merges what is applied; Kubernetes has it from 1.16 on. @default true */
  readonly serverSideApply?: boolean;
}

/** The spec of an Application, or of the template of several. */
export function applicationSpec(
  props: ApplicationProps,
  source: ApplicationSpecSource,
  destination: ApplicationDestination,
): ApplicationSpec {
  const { ignoredDifferences = [], serverSideApply = true } = props;
  const { automated = false, prune = false, selfHeal = false } = props.syncPolicy ?? {};
  return {
    project: props.project,
    source,
    destination,
    ...(ignoredDifferences.length === 0
      ? {}
      : {
          ignoreDifferences: ignoredDifferences.map(({ jsonPointers, jqPathExpressions, ...object }) => ({
            ...object,
            ...(jsonPointers === undefined ? {} : { jsonPointers: [...jsonPointers] }),
            ...(jqPathExpressions === undefined ? {} : { jqPathExpressions: [...jqPathExpressions] }),
          })),
        }),
    syncPolicy: {
      ...(automated ? { automated: { prune, selfHeal } } : {}),
      // Without the first, a sync would write over what `ignoreDifferences` only hides.
      syncOptions: ['RespectIgnoreDifferences=true', ...(serverSideApply ? ['ServerSideApply=true'] : [])],
    },
  };
}

/** A folder of a Git repository as the source of an Application. */
export function folderSource({ repository, revision = 'HEAD' }: ApplicationProps, path: string) {
  return { repoUrl: repository, targetRevision: revision, path };
}

/** Options of {@link ArgoCdApplication}. */
export interface ArgoCdApplicationProps extends ApplicationProps {
  /** Name of the Application, at most 63 characters: Argo CD may write it into a label of each object. */
  readonly name: string;
  /** Namespace of Argo CD. @default 'argocd' */
  readonly namespace?: string;
  /** Folder in the repository. */
  readonly path: string;
  /** Where the objects go. */
  readonly destination: ApplicationDestination;
}

/**
 * One cluster's folder of the output as an Application of Argo CD. It has no finalizer: when the Application is deleted,
 * the cluster keeps its objects.
 */
export class ArgoCdApplication extends Construct {
  /** The Application. */
  readonly application: ApiObject;

  constructor(scope: Construct, id: string, props: ArgoCdApplicationProps) {
    super(scope, id);
    const { name, namespace = 'argocd', path, destination } = props;
    this.application = customResource(Application, this, 'application', {
      metadata: { name, namespace, labels: labels('argocd') },
      spec: applicationSpec(props, folderSource(props, path), destination),
    });
  }
}
