import { group, list, noted, optional, record, text, union } from '../../../mesh/schema/fields';
import { dnsLabel } from '../../../mesh/schema/shared';
import type { IstiodAddress } from '../facts/istiod-address';
import { DEFAULT_REVISION } from '../facts/names';
import { isReleaseCurrent } from '../facts/releases';
import { type RevisionCurrent, type RevisionTagCurrent, revisionNameOf } from '../revisions';
import { istiodAddress } from './addresses';

const isRevisionName = (value: string): boolean => /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/.test(value);

/** The name of a revision or tag. @internal */
export const revisionName = text(
  'a revision such as 1-30: lower-case letters, digits and inner dashes, at most 40 characters',
  isRevisionName,
  (value) => {
    const plain = value.toLowerCase().replace(/[._\s]/g, '-');
    return plain !== value && isRevisionName(plain) ? `Write "${plain}"` : undefined;
  },
);

const listedRevision = group({
  name: noted(revisionName, {
    description: 'Name of the revision. `default` means the revision without a name.',
    helm: 'revision',
    fix: 'Write the name that the installation of istiod has, such as name: 1-30',
  }),
  istio: optional(text('a release of current Istio, such as "1.30" or "1.30.3"', isReleaseCurrent), {
    description: 'Istio release of the revision.',
    default: '`istio` of the mesh',
  }),
  istiodAddress: optional(istiodAddress, {
    description: 'Address where remotes reach the istiod of this revision.',
    helm: 'global.remotePilotAddress',
    default: '`primary.addresses.istiod`',
  }),
});

const tagMap = (expected: string) => record(revisionName, revisionName, expected);

/** Fields of the mesh about revisions. @internal */
export const meshRevisionFields = {
  revision: optional(revisionName, {
    description: 'Revision of the primary’s istiod. For a primary with a single revision.',
    helm: 'revision',
    default: 'the default revision',
  }),
  revisions: optional(list(listedRevision, 'a list of revisions'), {
    description:
      'Revisions of istiod that run on the primary at the same time. See docs/upgrading-istiod.md.',
    default: 'one revision: `revision`, of the release `istio`',
  }),
  revisionTags: optional(
    union(
      [list(revisionName, 'a list of revision tags'), tagMap('a map from tag to revision')],
      'a list of tags of `revision`; or, beside `revisions`, a map from tag to revision',
    ),
    {
      description:
        'Tags that namespaces use in place of a revision. Write a list of tags; with `revisions`, write a map from tag to revision.',
      helm: 'revisionTags',
      default: '[]',
    },
  ),
} as const;

/** Fields that only a remote has. @internal */
export const ownRevisionFields = {
  revisions: optional(list(revisionName, 'a list of names of revisions'), {
    description: 'Names of the revisions that this cluster has.',
    default: 'all revisions',
  }),
  revisionTags: optional(tagMap('a map from tag to revision'), {
    description: 'Tags that point to a different revision in this cluster than in the rest of the mesh.',
    default: '{}',
  }),
} as const;

/** Fields of a remote that `defaults` may set. @internal */
export const revisionChoiceFields = {
  revision: optional(revisionName, {
    description: 'Revision or tag that injects into `injectedNamespaces` and the east-west gateway.',
    helm: 'kubectl label namespace … istio.io/rev=…',
    default: 'the first of the cluster’s revisions',
  }),
  namespaceRevisions: optional(record(dnsLabel, revisionName, 'a map from namespace to revision or tag'), {
    description:
      'Revision or tag of namespaces that do not use `revision`: a map from namespace to revision or tag.',
    helm: 'kubectl label namespace … istio.io/rev=…',
    default: '{}',
  }),
} as const;

/** The revisions in the mesh file. */
interface RevisionsInput {
  readonly istio: string;
  readonly revision?: string | undefined;
  readonly revisions?:
    | readonly {
        readonly name: string;
        readonly istio?: string | undefined;
        readonly istiodAddress?: IstiodAddress | undefined;
      }[]
    | undefined;
  readonly revisionTags?: readonly string[] | Readonly<Record<string, string>> | undefined;
}

/** The revisions of a mesh. */
export interface MeshRevisions {
  /** At least one. */
  readonly revisions: readonly RevisionCurrent[];
  readonly revisionTags: readonly RevisionTagCurrent[];
  /** Whether the mesh file lists `revisions`. */
  readonly listsRevisions: boolean;
}

/** Returns every revision of a mesh, and the tags of clusters without their own. @internal */
export function resolveRevisions({
  istio,
  revision,
  revisions,
  revisionTags,
}: RevisionsInput): MeshRevisions {
  const listed = (revisions ?? []).map(
    ({ name, istio: own = istio, istiodAddress }): RevisionCurrent => ({
      ...named(name),
      istio: own,
      ...(istiodAddress === undefined ? {} : { istiodAddress }),
    }),
  );
  return {
    revisions: listed.length > 0 ? listed : [{ ...named(revision), istio }],
    revisionTags: tagsOf(revisionTags, revision),
    listsRevisions: revisions !== undefined,
  };
}

function named(name: string | undefined): Pick<RevisionCurrent, 'name'> {
  return name === undefined || name === DEFAULT_REVISION ? {} : { name };
}

function tagsOf(
  tags: RevisionsInput['revisionTags'] = [],
  revision: string = DEFAULT_REVISION,
): RevisionTagCurrent[] {
  return isTagList(tags)
    ? tags.map((name) => ({ name, revision }))
    : Object.entries(tags).map(([name, of]) => ({ name, revision: of }));
}

/** Whether `revisionTags` of the mesh is the list of a mesh with one revision. @internal */
export function isTagList(
  tags: NonNullable<RevisionsInput['revisionTags']>,
): tags is Extract<NonNullable<RevisionsInput['revisionTags']>, readonly unknown[]> {
  return Array.isArray(tags);
}

/** The revisions of a remote in the mesh file. */
interface RemoteRevisionsInput {
  readonly revisions?: readonly string[] | undefined;
  readonly revisionTags?: Readonly<Record<string, string>> | undefined;
}

/** Returns the revisions of one cluster, their tags, and the one that its namespaces follow. @internal */
export function resolveRemoteRevisions(
  mesh: MeshRevisions,
  { revisions: chosen, revisionTags: over }: RemoteRevisionsInput,
  revision: string | undefined,
): { revisions: readonly RevisionCurrent[]; revisionTags: readonly RevisionTagCurrent[]; revision: string } {
  const own = mesh.revisions.filter((revision) => chosen?.includes(revisionNameOf(revision)));
  const revisions = own.length === 0 ? mesh.revisions : own;
  const has = (tag: RevisionTagCurrent): boolean =>
    revisions.some((revision) => revisionNameOf(revision) === tag.revision);
  const revisionTags =
    own.length === 0 && over === undefined ? mesh.revisionTags : laid(mesh.revisionTags, over).filter(has);
  const [first] = revisions;
  // Without a list, the first tag selects the mesh's only revision.
  const [tag] = mesh.listsRevisions || first?.name === undefined ? [] : revisionTags;
  return { revisions, revisionTags, revision: revision ?? tag?.name ?? first?.name ?? DEFAULT_REVISION };
}

function laid(
  tags: readonly RevisionTagCurrent[],
  over: Readonly<Record<string, string>> = {},
): RevisionTagCurrent[] {
  const named = new Map(Object.entries(over));
  const kept = tags.map((tag) => ({ ...tag, revision: named.get(tag.name) ?? tag.revision }));
  const known = new Set(tags.map(({ name }) => name));
  const added = Object.entries(over).filter(([name]) => !known.has(name));
  return [...kept, ...added.map(([name, revision]) => ({ name, revision }))];
}
