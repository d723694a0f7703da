import { InjectionReport, injectedTexts } from '../../inject/inject-document';
import type { Injector } from '../../inject/injector';
import { adviceToAdd } from '../../inject/missed-pods';
import { podTemplateFix, podTemplateOf, WORKLOAD_KINDS } from '../../inject/workload-kinds';
import { type KindRef, kindsOf } from '../../kubernetes/kinds';
import { WORKLOADS_HEADER } from '../../kubernetes/labels';
import { type PlannedFile, textFiles } from '../../kubernetes/part';
import { asDocument } from '../../kubernetes/text/documents';
import type { MeshCore, RemoteCore } from '../../mesh/mesh';
import type { LoadedFiles } from '../../mesh/mesh-line';
import { list, optional, text } from '../../mesh/schema/fields';
import { manifestPath } from '../../mesh/schema/shared';
import { errorAt, type Path, type Problem, warningAt } from '../../problem';
import { notAnObject } from '../../validate/manifest';
import type { AddOn, FilesOfCluster } from '../add-on';
import { manifestFiles } from '../shared-services/manifest-files';

/** A remote with workloads that go into the output with their sidecars. */
export interface RemoteWithWorkloads extends RemoteCore {
  /** Files and folders with manifests, relative to the mesh file. */
  readonly injectedWorkloads?: readonly string[];
  /** Pod templates of custom resources, for example `argoproj.io/Rollout=spec.template`. */
  readonly podTemplates?: readonly string[];
  /** The documents of {@link injectedWorkloads} with their sidecars. Undefined until the files are read. */
  readonly workloads?: readonly string[];
}

/** A mesh of a line that knows its sidecars before pods start. */
interface MeshWithWorkloads extends MeshCore {
  readonly remotes: readonly RemoteWithWorkloads[];
}

/** The keys of a remote in mesh.yaml, for lines that know their sidecars. */
export const injectedWorkloadsFields = {
  injectedWorkloads: optional(list(manifestPath, 'a list of files and folders'), {
    description:
      'Files with workload manifests, or folders of such files, relative to mesh.yaml. synth adds sidecars and writes them to the output.',
    helm: 'istioctl kube-inject',
    default: '[]',
  }),
  podTemplates: optional(
    list(
      text(
        'group/Kind=path such as argoproj.io/Rollout=spec.template',
        (value) => podTemplateOf(value) !== undefined,
        podTemplateFix,
      ),
      'a list of pod templates, each as group/Kind=path',
    ),
    {
      description:
        'Where custom resources in `injectedWorkloads` have their pod template, such as `argoproj.io/Rollout=spec.template`. In a path, `*` matches every key or item. If the path leads to objects with a kind, their own pods are injected.',
      default: '[]',
    },
  ),
} as const;

/**
 * Reads the manifests in `injectedWorkloads:` and adds the sidecars of their cluster.
 * @param injectorOf returns the injector of a remote; undefined if the injection template is the user's own
 * @param base folder of the mesh file
 */
export function loadWorkloads<M extends MeshWithWorkloads>(
  mesh: M,
  base: string,
  injectorOf: (remote: M['remotes'][number]) => Injector | undefined,
): LoadedFiles<M> {
  const entryProblems: Problem[] = [];
  const fileProblems: Problem[] = [];
  if (
    mesh.remotes.every(
      ({ injectedWorkloads, podTemplates }) => (injectedWorkloads ?? podTemplates) === undefined,
    )
  )
    return { mesh, entryProblems, fileProblems };
  const remotes = mesh.remotes.map((remote, index) => {
    const { injectedWorkloads = [], podTemplates = [] } = remote;
    if (injectedWorkloads.length === 0) {
      if (podTemplates.length > 0) entryProblems.push(podTemplatesAreIdle(index));
      return remote;
    }
    const path: Path = ['remotes', index, 'injectedWorkloads'];
    const inject = injectorOf(remote);
    if (inject === undefined) {
      entryProblems.push(
        errorAt(
          path,
          'the cluster has an injection template of its own (sidecarInjector.template: false), which mesh.yaml does not have',
          'Inject with `istio-remote inject --inject-config --mesh-config`, or remove sidecarInjector.template',
        ),
      );
      return remote;
    }
    const kinds = [...WORKLOAD_KINDS, ...podTemplates.flatMap((each) => podTemplateOf(each) ?? [])];
    const advice = adviceToAdd(`podTemplates of ${remote.name} in mesh.yaml`);
    const report = new InjectionReport();
    const workloads = injectedWorkloads.flatMap((name, place) =>
      manifestFiles(base, name, 'Check the path: it leads from the folder of the mesh file').flatMap(
        (file) => {
          if ('severity' in file) {
            entryProblems.push({ ...file, path: [...path, place] });
            return [];
          }
          const work = { inject, refuse: notAnObject, advice };
          const texts = injectedTexts([file.text], file.name, work, kinds, report, () => {});
          return [...texts].flatMap(asDocument);
        },
      ),
    );
    fileProblems.push(...report.errors, ...report.warnings);
    return { ...remote, workloads };
  });
  return { mesh: { ...mesh, remotes }, entryProblems, fileProblems };
}

/** Kinds that get sidecars. The files in `injectedWorkloads:` may contain objects of any other kind too. */
export const INJECTED_WORKLOAD_KINDS: readonly KindRef[] = WORKLOAD_KINDS.flatMap(
  ({ group, kind, versions }) =>
    versions.flatMap((version) => kindsOf(group === '' ? version : `${group}/${version}`, kind)),
);

function podTemplatesAreIdle(remote: number): Problem {
  return warningAt(
    ['remotes', remote, 'podTemplates'],
    'has no effect without injectedWorkloads',
    'Write the files with these workloads to injectedWorkloads, or remove it',
  );
}

/** Workload files with sidecars. Their line loads them, because only a line knows its sidecars. */
export const injectedWorkloadsAddOn = {
  files:
    (): FilesOfCluster =>
    ({ remote }) =>
      remote === undefined ? [] : workloadFiles(remote),
} as const satisfies AddOn;

/** The documents are users' objects, without our label. The first line marks the file as written by synth. */
function workloadFiles({ name: cluster, workloads = [] }: RemoteWithWorkloads): PlannedFile[] {
  return textFiles(workloads).map((text, index) => ({
    cluster,
    name: index === 0 ? 'workloads.k8s.yaml' : `workloads-${index + 1}.k8s.yaml`,
    parts: [],
    text: text.replace(/^---/, WORKLOADS_HEADER),
  }));
}
