import { isIP } from 'node:net';
import { parseAllDocuments } from 'yaml';
import { evaluate, type Job, type ObjectMeta, type PodSpec } from './go-engine';
import { pruned, readSidecar, type Sidecar } from './read-sidecar';

type Manifest = Record<string, unknown>;
type Seen = Pick<Job, 'proxyConfig' | 'meshConfig'>;

/** The parts of a manifest that injection reads and changes. */
interface Pod {
  readonly metadata: Manifest & ObjectMeta;
  readonly spec: Manifest & PodSpec & { [Field in keyof Sidecar]?: Sidecar[Field] };
}

/**
 * Adds the sidecar to every pod of some manifests, as `istioctl kube-inject` does, with the template evaluated by Go.
 * Source: 1.0.9, pilot/pkg/kube/inject/inject.go (IntoResourceFile).
 */
export function injectWithGo(manifests: string, template: string, seen: Seen): unknown[] {
  const documents = parseAllDocuments(manifests, { version: '1.1' }).map(
    (document): Manifest => document.toJS(),
  );
  const pods = documents.flatMap(podsOf).filter(({ spec }) => spec.hostNetwork !== true);
  for (const { metadata } of pods) validateAnnotations(metadata.annotations ?? {});
  const answers = evaluate(
    pods.map(({ metadata, spec }) => ({ template, objectMeta: metadata, spec, ...seen })),
  );
  pods.forEach((pod, index) => {
    const answer = answers[index];
    if (answer === undefined || 'error' in answer) throw new Error(answer?.error);
    const { sidecar, ignored } = readSidecar(answer.text);
    if (ignored.length > 0) throw new Error(`unknown to Kubernetes: ${ignored.join(', ')}`);
    append(pod, sidecar);
  });
  return documents.map(pruned);
}

/** Kinds that 1.0.9 injects into. Source: pilot/pkg/kube/inject/initializer.go. */
const TEMPLATE_KINDS = [
  'v1 ReplicationController',
  'extensions/v1beta1 Deployment',
  'extensions/v1beta1 DaemonSet',
  'extensions/v1beta1 ReplicaSet',
  'batch/v1 Job',
  'apps/v1beta1 StatefulSet',
  'apps.openshift.io/v1 DeploymentConfig',
  'v1 DeploymentConfig',
];

function podsOf(manifest: Manifest): Pod[] {
  const kind = `${manifest.apiVersion} ${manifest.kind}`;
  const spec = child(manifest, 'spec');
  if (kind === 'v1 List') return (manifest.items as Manifest[]).flatMap(podsOf);
  if (kind === 'v1 Pod') return [podOf(manifest, manifest)];
  // The sidecar is added to the pod, and its annotation to the job.
  if (kind === 'batch/v2alpha1 CronJob') {
    const job = child(spec, 'jobTemplate');
    return [podOf(job, child(child(job, 'spec'), 'template'))];
  }
  const template = child(spec, 'template');
  return TEMPLATE_KINDS.includes(kind) ? [podOf(template, template)] : [];
}

function podOf(annotated: Manifest, pod: Manifest): Pod {
  return { metadata: child(annotated, 'metadata'), spec: child(pod, 'spec') };
}

function child(parent: Manifest, key: string): Manifest {
  parent[key] ??= {};
  return parent[key] as Manifest;
}

function append({ metadata, spec }: Pod, sidecar: Sidecar): void {
  const fields = ['initContainers', 'containers', 'volumes'] as const;
  for (const field of fields) Object.assign(spec, { [field]: [...(spec[field] ?? []), ...sidecar[field]] });
  const status = Object.fromEntries(fields.map((field) => [field, sidecar[field].map(({ name }) => name)]));
  Object.assign(child(metadata, 'annotations'), { 'sidecar.istio.io/status': JSON.stringify(status) });
}

/**
 * Refuses the pods that the injector refuses before it evaluates the template. Source: 1.0.9, inject.go
 * (validateAnnotations).
 */
function validateAnnotations(annotations: Readonly<Record<string, string>>): void {
  for (const [name, valid] of Object.entries(VALIDATORS)) {
    const value = annotations[name];
    if (value !== undefined && !valid(value)) {
      throw new Error(`injection failed. Invalid value for annotation ${name}: ${value}.`);
    }
  }
}

const VALIDATORS: Readonly<Record<string, (value: string) => boolean>> = {
  'sidecar.istio.io/interceptionMode': (value) => value === 'REDIRECT' || value === 'TPROXY',
  'traffic.sidecar.istio.io/includeOutboundIPRanges': (value) => value === '*' || areCidrs(value),
  'traffic.sidecar.istio.io/excludeOutboundIPRanges': areCidrs,
  'traffic.sidecar.istio.io/includeInboundPorts': (value) => value === '*' || arePorts(value),
  'traffic.sidecar.istio.io/excludeInboundPorts': arePorts,
};

function areCidrs(text: string): boolean {
  return text === '' || text.split(',').every(isCidr);
}

function isCidr(text: string): boolean {
  const [address = '', prefix = ''] = text.split('/');
  return /^\d+$/.test(prefix) && Number(prefix) <= (isIP(address) === 6 ? 128 : 32) && isIP(address) > 0;
}

function arePorts(text: string): boolean {
  return text.trim() === '' || text.split(',').every((port) => /^\s*\d{1,5}\s*$/.test(port));
}
