import { nanoseconds } from '../../kubernetes/go-duration';
import { flag, group, oneOf, optional, record, text } from '../../mesh/schema/fields';
import { folderInRepository, gitRevision } from '../../mesh/schema/git';
import { dnsLabel, objectName } from '../../mesh/schema/shared';
import { FLUX_LAYOUTS } from './flux';

/** Source: source-controller 1.9, api/v1/gitrepository_types.go; git-style addresses (git@host:path) are refused. */
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
  name: optional(objectName, { description: 'Name of the Secret.', default: '`<cluster>-kubeconfig`' }),
  key: optional(
    text('the key of a Secret', (value) => /^[-._a-zA-Z0-9]{1,253}$/.test(value)),
    { description: 'Key in the Secret.', default: 'value' },
  ),
});

/** `flux:` in mesh.yaml, the same for every line. */
export const flux = group({
  repository: optional(repository, {
    description: 'URL of the Git repository that holds the output folder; never with a login.',
    default: 'no GitRepository is rendered: `gitRepository` is there already',
  }),
  branch: optional(gitRevision, { description: 'Branch that is applied.', default: 'main' }),
  tag: optional(gitRevision, { description: 'Tag that is applied, in place of `branch`.' }),
  commit: optional(
    text('a commit, 40 or 64 hexadecimal digits', (value) => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(value)),
    { description: 'Commit that is applied, in place of `branch`.' },
  ),
  secret: optional(objectName, {
    description: 'Secret with the login of the repository, in the namespace of Flux.',
    default: 'none',
  }),
  gitRepository: optional(objectName, {
    description: 'Name of the GitRepository: that of `repository`, or of one that is there.',
    default: 'istio',
  }),
  path: optional(folderInRepository, {
    description: 'Folder in the repository that holds the folders of the clusters.',
    default: 'dist',
  }),
  namespace: optional(dnsLabel, { description: 'Namespace of Flux.', default: 'flux-system' }),
  layout: optional(oneOf(FLUX_LAYOUTS), {
    description: 'One Flux for all clusters, or a Flux in each cluster for that cluster.',
    default: 'one',
  }),
  cluster: optional(dnsLabel, {
    description: 'Cluster that Flux runs in, where one serves all.',
    default: 'the primary; the first of `primaries`',
  }),
  kubeConfigs: optional(
    record(
      text('a cluster id', (value) => value !== ''),
      kubeConfig,
      'a map from cluster id to { name: …, key: … }',
    ),
    {
      description: 'Secrets in the namespace of Flux with the kubeconfigs of the other clusters.',
      default: '`<cluster>-kubeconfig`, key `value`, for each',
    },
  ),
  interval: optional(duration, {
    description: 'How often Flux compares clusters and repository.',
    default: '10m',
  }),
  timeout: optional(duration, {
    description: 'How long an apply may take, with its health checks.',
    default: '5m',
  }),
  prune: optional(flag(), {
    description:
      'Whether Flux also deletes what is no longer in the repository; never a namespace or a definition.',
    default: 'false',
  }),
  wait: optional(flag(), {
    description: 'Whether a cluster is ready only when all its objects are healthy.',
    default: 'true',
  }),
  dependsOnPrimary: optional(flag(), {
    description: 'Whether remotes wait until their primary is ready; only where one Flux serves all.',
    default: 'true where one Flux serves all, and no `rollout` says what waits for what',
  }),
});
