import type { IstiodAddress } from './facts/istiod-address';
import { LABELS } from './facts/labels';
import { DEFAULT_REVISION } from './facts/names';

/** A revision of istiod that runs on the primary. */
export interface RevisionCurrent {
  /** Undefined: the default revision, whose objects have no suffix. */
  readonly name?: string;
  /** Its release, `1.30` or `1.30.3`. */
  readonly istio: string;
  /** Address for remotes, if it differs from the mesh's. */
  readonly istiodAddress?: IstiodAddress;
}

/** A name that namespaces use instead of a revision. */
export interface RevisionTagCurrent {
  readonly name: string;
  /** Name of its revision; `default` for the one without a name. */
  readonly revision: string;
}

/** The revisions of a remote cluster, with every default filled in. */
export interface RevisionsOfRemote {
  /** The revisions in the cluster, in the order of the mesh; at least one. */
  readonly revisions: readonly RevisionCurrent[];
  /** Tags of these revisions. */
  readonly revisionTags: readonly RevisionTagCurrent[];
  /** Revision or tag that injects into namespaces without their own. */
  readonly revision: string;
  /** Revision or tag by namespace. */
  readonly namespaceRevisions: Readonly<Record<string, string>>;
}

/** A namespace label that asks for sidecars. */
export interface InjectionLabel {
  readonly key: string;
  readonly value: string;
}

/** Returns the name of a revision; `default` for the one without a name. */
export function revisionNameOf({ name = DEFAULT_REVISION }: RevisionCurrent): string {
  return name;
}

/** Returns the property `revision` of a construct. The default revision has none. */
export function revisionProp({ name }: RevisionCurrent): { readonly revision?: string } {
  return name === undefined ? {} : { revision: name };
}

/** Finds a revision by its name or a tag. @returns undefined if the cluster has none of that name */
export function findRevision(
  { revisions, revisionTags }: Pick<RevisionsOfRemote, 'revisions' | 'revisionTags'>,
  nameOrTag: string,
): RevisionCurrent | undefined {
  const name = revisionTags.find((tag) => tag.name === nameOrTag)?.revision ?? nameOrTag;
  return revisions.find((revision) => revisionNameOf(revision) === name);
}

/** Finds a revision by its name or a tag. Returns the first if the name is unknown, which is an error of the mesh. */
export function revisionFor(
  cluster: Pick<RevisionsOfRemote, 'revisions' | 'revisionTags'>,
  nameOrTag: string,
): RevisionCurrent {
  const found = findRevision(cluster, nameOrTag) ?? cluster.revisions[0];
  if (found === undefined) throw new Error('a cluster without revisions');
  return found;
}

/**
 * Returns the revision for namespaces that ask for none by name: that of the tag `default`, else the one without a
 * name, else the one that the cluster's namespaces follow. As with `istioctl tag set default`, it also validates
 * Istio's own objects.
 */
export function defaultRevisionOf(remote: RevisionsOfRemote): RevisionCurrent {
  return findRevision(remote, DEFAULT_REVISION) ?? revisionFor(remote, remote.revision);
}

/** Returns the label that asks for sidecars of a namespace's revision. */
export function injectionLabelOf(remote: RevisionsOfRemote, namespace: string): InjectionLabel {
  const { namespaceRevisions: single, revision } = remote;
  return labelFor(remote, (Object.hasOwn(single, namespace) ? single[namespace] : undefined) ?? revision);
}

/** Returns every label that asks for sidecars in a cluster, of any revision. */
export function injectionLabelsOf(remote: RevisionsOfRemote): InjectionLabel[] {
  const names = [...remote.revisions.map(revisionNameOf), ...remote.revisionTags.map(({ name }) => name)].map(
    (name) => labelFor(remote, name),
  );
  const takesTheUnnamed = findRevision(remote, DEFAULT_REVISION) !== undefined;
  return takesTheUnnamed && !names.some(({ key }) => key === LABELS.injection) ? [...names, UNNAMED] : names;
}

const UNNAMED: InjectionLabel = { key: LABELS.injection, value: 'enabled' };

function labelFor({ revisions }: Pick<RevisionsOfRemote, 'revisions'>, nameOrTag: string): InjectionLabel {
  const isUnnamed = nameOrTag === DEFAULT_REVISION && revisions.some(({ name }) => name === undefined);
  return isUnnamed ? UNNAMED : { key: LABELS.revision, value: nameOrTag };
}

interface WithAddress {
  readonly istiodAddress?: IstiodAddress;
}

/** Returns the address of a revision's istiod for a remote. */
export function revisionAddress(
  { addresses }: { readonly addresses: { readonly istiod: IstiodAddress } },
  remote: WithAddress,
  revision: RevisionCurrent,
): IstiodAddress {
  return remote.istiodAddress ?? revision.istiodAddress ?? addresses.istiod;
}

/** Returns the remote as if it had only this revision, with its address. */
export function remoteAt<Remote extends WithAddress>(
  primary: Parameters<typeof revisionAddress>[0],
  remote: Remote,
  revision: RevisionCurrent,
): Remote & Required<WithAddress> {
  return { ...remote, istiodAddress: revisionAddress(primary, remote, revision) };
}
