import { isServerUrl } from '../../kubernetes/server-url';
import { flag, group, noted, oneOf, optional, record, text } from '../../mesh/schema/fields';
import { folderInRepository, gitRevision } from '../../mesh/schema/git';
import { dnsLabel } from '../../mesh/schema/shared';
import { LAYOUTS } from './argocd';

/** Argo CD reads repositories and destinations of a project as patterns, and placeholders begin with a brace. */
const PLAIN = /^[^\s\p{Cc}*?[\]{}!\\<>"'`$]+$/u;

const repository = text(
  'the URL of a Git repository without login, such as https://git.example.com/mesh.git or git@git.example.com:mesh.git',
  (value) => {
    if (!PLAIN.test(value) || value.includes('#')) return false;
    return (
      /^https?:\/\/[^@/]+\/[^@]+$/.test(value) ||
      /^ssh:\/\/(?:[\w.-]+@)?[^@:/]+(?::\d+)?\/.+$/.test(value) ||
      /^[\w.-]+@[\w.-]+:(?!\/\/).+$/.test(value)
    );
  },
  (value) => {
    if (/^[a-z+]+:\/\/[^/]*@/i.test(value) || value.includes('?'))
      return 'Leave out user, password and token: Argo CD takes them from a Secret of its own (argocd.argoproj.io/secret-type: repository)';
    return /^[\w-]+\.[\w.-]+\/.+$/.test(value) && PLAIN.test(value) ? `Write https://${value}` : undefined;
  },
);

const server = text(
  'the URL of an API server without login, such as https://kubernetes.default.svc',
  (value) => /^https:\/\/[^*?{}!<>"'`$@#]+$/.test(value) && isServerUrl(value),
  (value) =>
    value.includes('@')
      ? 'Leave out user and password: Argo CD takes them from a Secret of its own (argocd.argoproj.io/secret-type: cluster)'
      : undefined,
);

const destination = group({
  name: optional(
    text('the name of a cluster in Argo CD, without blanks and patterns', (value) => PLAIN.test(value)),
    {
      description: 'Name of the cluster in Argo CD, as `argocd cluster list` shows it.',
      default: 'the cluster id',
    },
  ),
  server: optional(server, {
    description:
      'URL of the cluster’s API server, as `argocd cluster list` shows it. Use it in place of `name`.',
  }),
});

const syncPolicy = group({
  automated: optional(flag(), {
    description: 'Whether Argo CD applies each new commit automatically.',
    default: 'false',
  }),
  prune: optional(flag(), {
    description:
      'Whether Argo CD deletes objects that are no longer in the repository. It never deletes a namespace.',
    default: 'false',
  }),
  selfHeal: optional(flag(), {
    description: 'Whether Argo CD reverts changes that others make in the cluster.',
    default: 'false',
  }),
});

/** `argocd:` in mesh.yaml, the same for every line. */
export const argocd = group({
  repository: noted(repository, {
    description: 'URL of the Git repository with the output folder. A user or password in it is an error.',
    fix: 'Write the URL of the repository with dist/, such as repository: https://git.example.com/mesh.git',
  }),
  revision: optional(gitRevision, {
    description: 'Branch, tag or commit that Argo CD applies.',
    default: 'HEAD',
  }),
  path: optional(folderInRepository, {
    description: 'Folder in the repository that contains the cluster folders.',
    default: 'dist',
  }),
  project: optional(dnsLabel, {
    description: 'Name of the AppProject. Each Application is named `<project>-<cluster>`.',
    default: 'istio',
  }),
  namespace: optional(dnsLabel, { description: 'Namespace that Argo CD runs in.', default: 'argocd' }),
  layout: optional(oneOf(LAYOUTS), {
    description: 'One Application per cluster, or one ApplicationSet that lists the clusters.',
    default: 'applications; applicationSet with `rollout`',
  }),
  destinations: optional(
    record(
      text('a cluster id', (value) => value !== ''),
      destination,
      'a map from cluster id to { name: … } or { server: … }',
    ),
    {
      description:
        'Names or server URLs of clusters that Argo CD does not know by their cluster id. The primary may be one of them.',
      default: 'each cluster by its cluster id',
    },
  ),
  syncPolicy: optional(syncPolicy, { description: 'What Argo CD does automatically.' }),
  appliesEndpoints: optional(flag(), {
    description:
      'Whether your Argo CD applies Endpoints and EndpointSlices. By default, 2.x does and 3.x does not. `true` turns the warning off.',
    default: 'false',
  }),
});
