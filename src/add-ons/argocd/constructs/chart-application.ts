import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { Application } from '../../../../imports/argoproj.io';
import { customResource } from '../../../kubernetes/kubernetes-object';
import { labels } from '../../../kubernetes/labels';
import { type ApplicationDestination, type ApplicationProps, applicationSpec } from './application';

/** Options of {@link ArgoCdChartApplication}. */
export interface ArgoCdChartApplicationProps extends Omit<ApplicationProps, 'revision'> {
  /** Name of the Application, at most 63 characters: Argo CD may write it into a label of each object. */
  readonly name: string;
  /** Namespace of Argo CD. @default 'argocd' */
  readonly namespace?: string;
  /** Name of the chart in the Helm repository. */
  readonly chart: string;
  /** Version of the chart. */
  readonly version: string;
  /** Name of the Helm release. It is part of names and labels of its objects. */
  readonly release: string;
  /** Helm values. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Cluster that the objects go to. */
  readonly destination: ApplicationDestination;
}

/** Formats a Helm repository for Argo CD: an OCI registry without its scheme. */
export function repositoryOfCharts(url: string): string {
  return url.replace(/^oci:\/\//, '');
}

/**
 * A Helm chart as an Argo CD Application. Like {@link ArgoCdApplication}, it keeps the objects when you delete it.
 */
export class ArgoCdChartApplication extends Construct {
  /** The Application. */
  readonly application: ApiObject;

  constructor(scope: Construct, id: string, props: ArgoCdChartApplicationProps) {
    super(scope, id);
    const { name, namespace = 'argocd', chart, version, release, values, destination } = props;
    this.application = customResource(Application, this, 'application', {
      metadata: { name, namespace, labels: labels('argocd') },
      spec: applicationSpec(
        props,
        {
          repoUrl: repositoryOfCharts(props.repository),
          chart,
          targetRevision: version,
          // If a server-side apply empties a map, the API server reads null and refuses it. Tried with 1.34.2.
          helm: {
            releaseName: release,
            ...(Object.keys(values).length === 0 ? {} : { valuesObject: values }),
          },
        },
        destination,
      ),
    });
  }
}
