import { nanoseconds } from '../../kubernetes/go-duration';
import { flag, group, oneOf, optional, record, text } from '../../mesh/schema/fields';
import { folderInRepository, gitRevision } from '../../mesh/schema/git';
import { dnsLabel, objectName } from '../../mesh/schema/shared';
import { FLUX_LAYOUTS } from './flux';

/** Refuses git-style addresses (git@host:path). Source: source-controller 1.9, api/v1/gitrepository_types.go. */
const repository = text(
  'the URL of a Git repository without login, such as https://git.example.com/mesh.git or ssh://git@git.example.com/mesh.git',
  (value) =>
    /^https?:\/\/[^@/\s?#]+\/[^@\s?#]+$/.test(value) ||
    /^ssh:\/\/(?:[\w.-]+@)?[^@:/\s]+(?::\d+)?\/[^\s?#]+$/.test(value),
  (value) => {
    const [, user, host, path] = /^([\w.-]+)@([\w.-]+):(?!\/\/)(\S+)$/.exec(value) ?? [];
    if (user !== undefined) return `Write ssh://${user}@${host}/${path}`;
    return /^[a-z+]+:\/\/[^/]*@/i.test(value) || value.includes('?')
      ? 'Leave out user, password and token: Flux takes them from the Secret that secret names'
      : undefined;
  },
);

/** Source: kustomize-controller 1.9, the pattern of interval and timeout. */
const duration = text(
  'a duration such as 10m or 1h30m',
  (value) => /^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/.test(value) && (nanoseconds(value) ?? 0n) > 0n,
);

const kubeConfig = group({
  name: optional(objectName, {
    description: 'Name of the Secret with the kubeconfig.',
    default: '`<cluster>-kubeconfig`',
  }),
  key: optional(
    text('the key of a Secret', (value) => /^[-._a-zA-Z0-9]{1,253}$/.test(value)),
    { description: 'Key of the kubeconfig in the Secret.', default: 'value' },
  ),
});

/** `flux:` in mesh.yaml, the same for every line. */
export const flux = group({
  repository: optional(repository, {
    description: 'URL of the Git repository with the output folder. A user or password in it is an error.',
    default: 'no GitRepository is written, since `gitRepository` exists already',
  }),
  branch: optional(gitRevision, { description: 'Branch that Flux applies.', default: 'main' }),
  tag: optional(gitRevision, { description: 'Tag that Flux applies. Use it in place of `branch`.' }),
  commit: optional(
    text('a commit, 40 or 64 hexadecimal digits', (value) => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(value)),
    { description: 'Commit that Flux applies. Use it in place of `branch`.' },
  ),
  secret: optional(objectName, {
    description: 'Secret in Flux’s namespace with the login for the repository.',
    default: 'none',
  }),
  gitRepository: optional(objectName, {
    description:
      'Name of the GitRepository. Without `repository`, it names a GitRepository that exists already.',
    default: 'istio',
  }),
  path: optional(folderInRepository, {
    description: 'Folder in the repository that contains the cluster folders.',
    default: 'dist',
  }),
  namespace: optional(dnsLabel, { description: 'Namespace that Flux runs in.', default: 'flux-system' }),
  layout: optional(oneOf(FLUX_LAYOUTS), {
    description: '`one`: one Flux applies to all clusters. `each-cluster`: each cluster has its own Flux.',
    default: 'one',
  }),
  cluster: optional(dnsLabel, {
    description: 'Cluster that Flux runs in. Only with `layout: one`.',
    default: 'the primary, or the first of `primaries`',
  }),
  kubeConfigs: optional(
    record(
      text('a cluster id', (value) => value !== ''),
      kubeConfig,
      'a map from cluster id to { name: …, key: … }',
    ),
    {
      description: 'Secrets in Flux’s namespace with the kubeconfigs of the other clusters.',
      default: 'for each cluster, key `value` of the Secret `<cluster>-kubeconfig`',
    },
  ),
  interval: optional(duration, {
    description: 'How often Flux compares the clusters with the repository.',
    default: '10m',
  }),
  timeout: optional(duration, {
    description: 'Maximum time for an apply, including its health checks.',
    default: '5m',
  }),
  prune: optional(flag(), {
    description:
      'Whether Flux deletes objects that are no longer in the repository. It never deletes a namespace or a CustomResourceDefinition.',
    default: 'false',
  }),
  wait: optional(flag(), {
    description: 'Whether Flux waits until all objects of a cluster are healthy before the cluster is ready.',
    default: 'true',
  }),
  dependsOnPrimary: optional(flag(), {
    description: 'Whether remotes wait until their primary is ready. Only with `layout: one`.',
    default: 'true with `layout: one` and without `rollout`, else false',
  }),
});
