import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder, withFile } from '../files';
import type { Injector } from '../inject/injector';
import { printYaml } from '../kubernetes/text/print-yaml';
import type { RemoteCore } from '../mesh/mesh';
import { type Problem, UsageError, UserError } from '../problem';
import { openMesh } from './open-mesh';
import { loadLines } from './registry';

/** Where the configuration of the sidecars comes from. */
export interface InjectorOptions {
  /** Path of mesh.yaml. */
  readonly config: string;
  /** Undefined: the mesh's only remote. */
  readonly cluster: string | undefined;
  /** Configuration files from elsewhere, instead of the mesh. Give both or none. */
  readonly injectConfig: string | undefined;
  readonly meshConfig: string | undefined;
}

/** Returns the injector for the options, and warnings about the mesh. @throws UserError */
export async function chooseInjector(
  options: InjectorOptions,
): Promise<{ injector: Injector; warnings: readonly Problem[] }> {
  const { injectConfig, meshConfig, cluster } = options;
  if (injectConfig === undefined && meshConfig === undefined) {
    const { mesh, remote, injection, warnings } = await remoteOf(options);
    const injector = injection.injector(mesh, remote);
    if (injector !== undefined) return { injector, warnings };
    throw new UserError(
      `${options.config}: sidecarInjector.template is false, so ${remote.name} has an injection template of its own. Give it with --inject-config and --mesh-config`,
    );
  }
  if (injectConfig === undefined || meshConfig === undefined)
    throw new UsageError('--inject-config and --mesh-config belong together. Give both of them, or neither');
  if (cluster !== undefined)
    throw new UsageError('--cluster: the configuration comes from --inject-config. Leave one of the two out');
  for (const { injection } of await loadLines())
    if (injection !== undefined)
      return { injector: await injection.injectorOf(injectConfig, meshConfig), warnings: [] };
  throw new Error('no line injects beforehand');
}

/** Returns the remote cluster for the sidecars. @throws UserError */
async function remoteOf({ config, cluster }: Pick<InjectorOptions, 'config' | 'cluster'>) {
  const {
    mesh,
    line: { injection },
    warnings,
  } = await openMesh(config, { alone: true });
  if (injection === undefined)
    throw new UserError(
      `${config}: in a mesh of Istio ${mesh.istio} the primary injects: the webhook of each remote sends new pods to its istiod, so there is nothing to inject beforehand. Name the namespaces in injectedNamespaces, apply, and restart their pods`,
    );
  const names = mesh.remotes.map(({ name }) => name).join(', ');
  const remotes: readonly RemoteCore[] = mesh.remotes;
  const [only, ...others] = remotes.filter(({ name }) => cluster === undefined || name === cluster);
  if (only === undefined)
    throw new UserError(
      `--cluster: no remote ${JSON.stringify(cluster)} in ${config}. Name one of: ${names}`,
    );
  if (others.length > 0)
    throw new UserError(`--cluster: ${config} has several remotes. Name one of: ${names}`);
  return { mesh, remote: only, injection, warnings };
}

/** Names of the configuration files. */
export const CONFIG_FILES = { inject: 'inject-config.yaml', mesh: 'mesh-config.yaml' } as const;

/** Returns the two files for `istioctl kube-inject --injectConfigFile --meshConfigFile`. @throws UserError */
export async function injectionConfigFiles(options: Pick<InjectorOptions, 'config' | 'cluster'>) {
  const { mesh, remote, injection, warnings } = await remoteOf(options);
  const { policy, template, meshConfig } = injection.config(mesh, remote);
  return {
    files: [
      { name: CONFIG_FILES.inject, text: printYaml({ policy, template }) },
      { name: CONFIG_FILES.mesh, text: printYaml(meshConfig) },
    ],
    warnings,
  };
}

/** Writes files into a folder. @throws UserError */
export function writeConfigFiles(folder: string, files: readonly { name: string; text: string }[]): string[] {
  withFile(folder, 'made', () => makeFolder(folder));
  return files.map(({ name, text }) => {
    const path = join(folder, name);
    withFile(path, 'written', () => writeFileSync(path, text));
    return path;
  });
}
