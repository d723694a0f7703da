import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import {
  Application,
  type ApplicationSpec,
  type ApplicationSpecSource,
} from '../../../../imports/argoproj.io';
import { customResource } from '../../../kubernetes/kubernetes-object';
import { labels } from '../../../kubernetes/labels';

/** A cluster, by its name in Argo CD or by the URL of its API server. */
export interface ApplicationDestination {
  /** Name of the cluster in Argo CD. Give either this or `server`. */
  readonly name?: string;
  /** URL of the cluster's API server, as registered in Argo CD. */
  readonly server?: string;
  /** Namespace of objects without one. */
  readonly namespace?: string;
}

/** Fields that something in the cluster writes, so that Argo CD does not report them as a difference. */
export interface IgnoredDifference {
  /** API group. @default - the core group */
  readonly group?: string;
  /** Kind, for example `Namespace`. */
  readonly kind: string;
  /** Name of the object. @default - every object of the kind */
  readonly name?: string;
  /** Fields as JSON pointers (RFC 6901). @default - none */
  readonly jsonPointers?: readonly string[];
  /** Fields as jq expressions. @default - none */
  readonly jqPathExpressions?: readonly string[];
}

/** What Argo CD does automatically. */
export interface ApplicationSyncPolicy {
  /** Apply each new commit. @default false */
  readonly automated?: boolean;
  /** Also delete objects that are no longer in the repository; only with `automated`. @default false */
  readonly prune?: boolean;
  /** Undo changes that others make in the cluster; only with `automated`. @default false */
  readonly selfHeal?: boolean;
}

/** Options shared by {@link ArgoCdApplication} and {@link ArgoCdApplicationSet}. */
export interface ApplicationProps {
  /** Name of the AppProject. */
  readonly project: string;
  /** URL of the Git or Helm repository, without user and password. */
  readonly repository: string;
  /** Branch, tag or commit. @default 'HEAD' */
  readonly revision?: string;
  /** Fields that Argo CD does not compare. @default - none */
  readonly ignoredDifferences?: readonly IgnoredDifference[];
  /** What Argo CD does automatically. @default - nothing: you start each sync */
  readonly syncPolicy?: ApplicationSyncPolicy;
  /** Whether to use server-side apply, which needs Kubernetes 1.16 or newer. @default true */
  readonly serverSideApply?: boolean;
}

/** Returns the spec of an Application, or of the template of several. */
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
      // Without RespectIgnoreDifferences, a sync would overwrite the fields that `ignoreDifferences` only hides.
      syncOptions: ['RespectIgnoreDifferences=true', ...(serverSideApply ? ['ServerSideApply=true'] : [])],
    },
  };
}

/** Returns a folder of a Git repository as the source of an Application. */
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
  /** Cluster that the objects go to. */
  readonly destination: ApplicationDestination;
}

/**
 * One cluster's folder of the output as an Argo CD Application. It has no finalizer, so the cluster keeps its objects
 * when you delete the Application.
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
