import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';

/** The fields of a Kubernetes object that the tests read. All others stay unknown. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: {
    readonly clusterIP?: string;
    readonly externalName?: string;
    readonly ports?: readonly Port[];
    readonly selector?: Readonly<Record<string, unknown>>;
    readonly template?: { readonly metadata: { readonly labels: Labels }; readonly spec: PodSpec };
  };
  readonly subsets?: readonly {
    readonly addresses: readonly { readonly ip: string }[];
    readonly ports: readonly Port[];
  }[];
  readonly addressType?: string;
  readonly endpoints?: readonly { readonly addresses: readonly string[] }[];
  /** Of an EndpointSlice. */
  readonly ports?: readonly Port[];
  readonly roleRef?: { readonly kind: string; readonly name: string };
  readonly subjects?: readonly { readonly kind: string; readonly name: string; readonly namespace: string }[];
  readonly webhooks?: readonly {
    readonly name: string;
    readonly clientConfig: {
      readonly service?: { readonly name: string; readonly namespace: string; readonly path?: string };
      readonly url?: string;
      readonly caBundle?: string;
    };
  }[];
}

type Labels = Readonly<Record<string, string>>;

interface Port {
  readonly name?: string;
  readonly port: number;
  readonly targetPort?: number | string;
}

interface PodSpec {
  readonly serviceAccountName: string;
  readonly volumes: readonly {
    readonly configMap?: { readonly name: string };
    readonly secret?: { readonly secretName: string; readonly optional?: boolean };
  }[];
}

/** Returns the objects of a stream of YAML documents. @throws Error if a document is not valid YAML */
export function readManifests(text: string): KubernetesObject[] {
  return (loadAll(text) as (KubernetesObject | null)[]).filter((object) => object !== null);
}

/** Returns the paths of the YAML files in a folder, sorted. */
export function yamlFilesBelow(folder: string, suffix = '.yaml'): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(suffix) && !path.includes('node_modules'))
    .map((path) => join(folder, path))
    .sort();
}

/** Returns the paths of all committed manifests: goldens, the output of each example, and dist/. */
export function committedManifests(): string[] {
  return [
    ...yamlFilesBelow('test/golden', '.golden.yaml'),
    ...yamlFilesBelow('examples', '.k8s.yaml'),
    ...yamlFilesBelow('dist', '.k8s.yaml'),
  ];
}

/** Returns the object of a kind and name. @throws Error if there is none */
export function find(objects: readonly KubernetesObject[], kind: string, name: string): KubernetesObject {
  const found = objects.find((object) => object.kind === kind && object.metadata.name === name);
  if (found === undefined) throw new Error(`no ${kind} ${name}`);
  return found;
}

/** Formats `Kind/name` for messages. */
export function title({ kind, metadata }: KubernetesObject): string {
  return `${kind}/${metadata.name}`;
}

/** Returns the path of a webhook's calls, by Service or by URL. */
export function pathOf({
  service,
  url,
}: NonNullable<KubernetesObject['webhooks']>[number]['clientConfig']): string {
  return service?.path ?? new URL(url ?? '').pathname;
}

export function readText(file: string): string {
  return readFileSync(file, 'utf8');
}

/**
 * Groups files whose objects refer to each other: those of one cluster in a mesh that lists its revisions; otherwise
 * each file alone.
 */
export function filesThatBelongTogether(paths: readonly string[]): string[][] {
  const together = /\/(?:istio-remote|revision-[a-z0-9-]+|revisions-in-use)\.(?:k8s|golden)\.yaml$/;
  const folderOf = (path: string): string => path.replace(/[^/]*$/, '');
  const split = new Set(paths.filter((path) => /\/revision-[^/]*$/.test(path)).map(folderOf));
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const key = together.test(path) && split.has(folderOf(path)) ? folderOf(path) : path;
    groups.set(key, [...(groups.get(key) ?? []), path].sort());
  }
  return [...groups.values()];
}
