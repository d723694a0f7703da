import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { Application } from '../../../../imports/argoproj.io';
import { customResource } from '../../../kubernetes/kubernetes-object';
import { labels } from '../../../kubernetes/labels';
import { type ApplicationDestination, type ApplicationProps, applicationSpec } from './application-spec';

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
      spec: applicationSpec(props, path, destination),
    });
  }
}
