import { ApiObject, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import { injectObject } from '../../../inject/inject-object';
import type { Injector } from '../../../inject/injector';
import { readPodTemplate, WORKLOAD_KINDS, type WorkloadKind } from '../../../inject/workload-kinds';
import type { MeshCore } from '../../../mesh/mesh';
import { type Path, problemText, UserError } from '../../../problem';
import type { Mesh10 } from '../mesh';
import { meshInjector } from '../sidecar/mesh-injector';

/** Options of {@link InjectedWorkloads}. */
export interface InjectedWorkloadsProps {
  /** The mesh that the workloads join, as `loadMesh('mesh.yaml')` gives it. */
  readonly mesh: MeshCore;
  /** Id of the remote cluster where the workloads run. @default - the only remote of the mesh */
  readonly cluster?: string;
  /** Whose workloads, with all that is below it. @default - everything below the scope of this construct */
  readonly workloads?: Construct;
  /**
   * Custom resources with pods, as `group/Kind=path`, such as `argoproj.io/Rollout=spec.template`. In the path `*` stands
   * for every key or item. A path to objects leads to the pods of their own kinds.
   * @default - Kubernetes' and OpenShift's own kinds
   */
  readonly podTemplates?: readonly string[];
}

/**
 * Gives the workloads of a cdk8s app their sidecars when the app is synthesized, whether they were made before or
 * after this construct. A workload that Istio would refuse is an error of the synth; one on the host network or with
 * the annotation `sidecar.istio.io/inject: "false"` stays as it is. A custom resource with pods that `podTemplates` does
 * not list is an error, too.
 * Replaces `istioctl kube-inject` between the synth and the cluster.
 */
export class InjectedWorkloads extends Construct {
  /** @throws UserError when the mesh has no such remote, or its injection template is not ours */
  constructor(scope: Construct, id: string, props: InjectedWorkloadsProps) {
    super(scope, id);
    const injector = injectorOf(props);
    const kinds = [...WORKLOAD_KINDS, ...(props.podTemplates ?? []).map(readPodTemplate)];
    const workloads = props.workloads ?? scope;
    // cdk8s asks every construct for its errors right before it renders: the one moment when all workloads are there.
    this.node.addValidation({
      validate: () =>
        workloads.node
          .findAll()
          .filter((node) => ApiObject.isApiObject(node))
          .flatMap((object) => injectInto(object, injector, kinds)),
    });
  }
}

/** Patches an object. @returns what is wrong with it */
function injectInto(object: ApiObject, injector: Injector, kinds: readonly WorkloadKind[]): string[] {
  const { values, problems } = injectObject(object.toJson(), injector, kinds);
  if (problems.length > 0) {
    const file = `${object.kind} ${object.name}`;
    return problems.map((problem) => problemText({ ...problem, file }));
  }
  for (const { path, value } of values) object.addJsonPatch(JsonPatch.add(pointer(path), value));
  return [];
}

function injectorOf({ mesh, cluster }: InjectedWorkloadsProps): Injector {
  if (!isMesh10(mesh)) throw new UserError(`Istio ${mesh.istio} is not supported here, only 1.0.0 to 1.0.9`);
  const found = mesh.remotes.filter(({ name }) => cluster === undefined || name === cluster);
  const [remote] = found;
  const names = mesh.remotes.map(({ name }) => name).join(', ');
  if (remote === undefined || found.length > 1)
    throw new UserError(`cluster: expected one of ${names}. Name it`);
  if (remote.sidecarInjector.template) return meshInjector(mesh, remote);
  throw new UserError(
    `cluster ${remote.name} has an injection template of its own (sidecarInjector.template: false)`,
  );
}

function isMesh10(mesh: MeshCore): mesh is Mesh10 {
  return mesh.line === '1.0';
}

/** RFC 6901. */
function pointer(path: Path): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
