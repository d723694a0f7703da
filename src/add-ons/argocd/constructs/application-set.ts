import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ApplicationSet } from '../../../../imports/argoproj.io';
import { customResource } from '../../../kubernetes/kubernetes-object';
import { labels } from '../../../kubernetes/labels';
import {
  type ApplicationDestination,
  type ApplicationProps,
  applicationSpec,
  folderSource,
} from './application';

/** One cluster of an ApplicationSet. */
export interface ArgoCdCluster {
  /** Cluster id, a DNS-1123 label: the last part of the Application's name and of its path. */
  readonly cluster: string;
  /** Where the objects of the cluster go. */
  readonly destination: ApplicationDestination;
  /** Project of the cluster's Application. @default - the set's */
  readonly project?: string;
  /** The wave of the cluster; only with `waves`. @default - none */
  readonly wave?: string;
}

/** Clusters that change together. */
export interface ArgoCdWave {
  /** Name of the wave. */
  readonly name: string;
  /** How many clusters change at the same time: a number, or a percentage such as `25%`. @default - all */
  readonly maxUpdate?: number | string;
}

/** The label with the wave of an Application. */
const WAVE_LABEL = 'istio-remote/wave';

/** Options of {@link ArgoCdApplicationSet}. */
export interface ArgoCdApplicationSetProps extends ApplicationProps {
  /** Name of the set. Its Applications have the name `<name>-<cluster>`. */
  readonly name: string;
  /** Namespace of Argo CD. @default 'argocd' */
  readonly namespace?: string;
  /** Folder in the repository that contains a folder for each cluster. */
  readonly path: string;
  /** The clusters; each gets an Application. */
  readonly clusters: readonly ArgoCdCluster[];
  /**
   * Waves of clusters, for RollingSync. It is alpha up to Argo CD 3.2, then beta, and works only if the controller
   * has `--enable-progressive-syncs`.
   * @default - all at once
   */
  readonly waves?: readonly ArgoCdWave[];
}

/**
 * One Application for each cluster of an explicit list. It never discovers clusters, and the controller never deletes
 * anything: an Application that is no longer in the list stays until you delete it, and so do the objects of a
 * deleted Application.
 */
export class ArgoCdApplicationSet extends Construct {
  /** The ApplicationSet. */
  readonly applicationSet: ApiObject;

  constructor(scope: Construct, id: string, props: ArgoCdApplicationSetProps) {
    super(scope, id);
    const { name, namespace = 'argocd', clusters, waves } = props;
    const rows = clusters.map(({ cluster, destination, project, wave }) => ({
      cluster,
      ...(wave === undefined ? {} : { wave }),
      project: project ?? props.project,
      ...destination,
    }));
    const table = new Table(rows);
    const path = props.path === '.' ? table.value('cluster') : `${props.path}/${table.value('cluster')}`;
    const project = table.value('project');
    const destination = Object.fromEntries(
      DESTINATION.flatMap((key) =>
        rows.some((row) => row[key] !== undefined) ? [[key, table.value(key)]] : [],
      ),
    );
    this.applicationSet = customResource(ApplicationSet, this, 'application-set', {
      metadata: { name, namespace, labels: labels('argocd') },
      spec: {
        goTemplate: true,
        goTemplateOptions: ['missingkey=error'],
        generators: [{ list: { elements: table.elements } }],
        ...(waves === undefined ? {} : { strategy: rollingSync(waves) }),
        syncPolicy: { applicationsSync: 'create-update', preserveResourcesOnDeletion: true },
        template: {
          metadata: {
            name: `${name}-${table.value('cluster')}`,
            labels: labels('argocd', waves === undefined ? {} : { [WAVE_LABEL]: table.value('wave') }),
          },
          spec: applicationSpec({ ...props, project }, folderSource(props, path), destination),
        },
      },
    });
  }
}

/** A wave begins after all Applications of the previous wave are healthy. */
function rollingSync(waves: readonly ArgoCdWave[]) {
  return {
    type: 'RollingSync',
    rollingSync: {
      steps: waves.map(({ name, maxUpdate }) => ({
        matchExpressions: [{ key: WAVE_LABEL, operator: 'In', values: [name] }],
        ...(maxUpdate === undefined ? {} : { maxUpdate }),
      })),
    },
  };
}

const DESTINATION = ['name', 'server', 'namespace'] as const;

type Row = Readonly<Partial<Record<'project' | 'wave' | (typeof DESTINATION)[number], string>>> & {
  readonly cluster: string;
};

/** The elements of the list generator. They contain only the values that differ between clusters. */
class Table {
  private readonly columns: readonly (keyof Row)[];

  constructor(private readonly rows: readonly Row[]) {
    this.columns = (['project', 'wave', ...DESTINATION] as const).filter(
      (key) => !this.isShared(key) && !this.isId(key),
    );
  }

  /** Returns the text for the template: the value if all elements share it, else a placeholder. */
  value(key: keyof Row): string {
    if (this.isId(key)) return '{{.cluster}}';
    return this.isShared(key) ? (this.rows[0]?.[key] ?? '') : `{{.${key}}}`;
  }

  /** Every element needs every key, or Argo CD refuses the template. */
  get elements(): Record<string, string>[] {
    return this.rows.map((row) =>
      Object.fromEntries([
        ['cluster', row.cluster],
        ...this.columns.map((key) => [key, row[key] ?? ''] as const),
      ]),
    );
  }

  private isShared(key: keyof Row): boolean {
    return this.rows.every((row) => row[key] === this.rows[0]?.[key]);
  }

  private isId(key: keyof Row): boolean {
    return this.rows.every((row) => row[key] === row.cluster);
  }
}
