import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { GitRepository } from '../../../../imports/source.toolkit.fluxcd.io';
import { customResource } from '../../../kubernetes/kubernetes-object';
import { labels } from '../../../kubernetes/labels';

/** Options of {@link FluxGitRepository}. */
export interface FluxGitRepositoryProps {
  /** Name of the GitRepository. */
  readonly name: string;
  /** Namespace of Flux. @default 'flux-system' */
  readonly namespace?: string;
  /** URL of the repository, without user and password. */
  readonly url: string;
  /** How often Flux looks for new commits. @default '10m' */
  readonly interval?: string;
  /** Branch, tag or commit to read. */
  readonly ref: { readonly branch?: string; readonly tag?: string; readonly commit?: string };
  /** Name of the Secret with the repository's login. @default - none */
  readonly secret?: string;
}

/** The Git repository that Flux reads. */
export class FluxGitRepository extends Construct {
  /** The GitRepository. */
  readonly gitRepository: ApiObject;

  constructor(scope: Construct, id: string, props: FluxGitRepositoryProps) {
    super(scope, id);
    const { name, namespace = 'flux-system', url, interval = '10m', ref, secret } = props;
    this.gitRepository = customResource(GitRepository, this, 'git-repository', {
      metadata: { name, namespace, labels: labels('flux') },
      spec: { url, interval, ref, ...(secret === undefined ? {} : { secretRef: { name: secret } }) },
    });
  }
}
