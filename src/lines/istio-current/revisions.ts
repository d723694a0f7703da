import type { IstiodAddress } from './facts/istiod-address';
import { LABELS } from './facts/labels';
import { DEFAULT_REVISION } from './facts/names';

/** A revision of istiod that runs on the primary. */
export interface RevisionCurrent {
  /** Absent: the default revision, whose objects have no suffix. */
  readonly name?: string;
  /** Its release, `1.30` or `1.30.3`. */
  readonly istio: string;
  /** Where remotes reach it, when that is not the address of the mesh. */
  readonly istiodAddress?: IstiodAddress;
}

/** A name that namespaces use in place of a revision. */
export interface RevisionTagCurrent {
  readonly name: string;
  /** Name of the revision to which it points; `default` for the one without a name. */
  readonly revision: string;
}

/** What a remote cluster says about revisions, complete. */
export interface RevisionsOfRemote {
  /** Those that the cluster has, in the order of the mesh; at least one. */
  readonly revisions: readonly RevisionCurrent[];
  /** Tags that point to one of them. */
  readonly revisionTags: readonly RevisionTagCurrent[];
  /** Revision or tag that injects, where a namespace has no other. */
  readonly revision: string;
  /** Revision or tag by namespace. */
  readonly namespaceRevisions: Readonly<Record<string, string>>;
}

/** A label by which a namespace asks for sidecars. */
export interface InjectionLabel {
  readonly key: string;
  readonly value: string;
}

/** Name of a revision; `default` for the one without a name. */
export function revisionNameOf({ name = DEFAULT_REVISION }: RevisionCurrent): string {
  return name;
}

/** The property `revision` of a construct; the default revision has none. */
export function revisionProp({ name }: RevisionCurrent): { readonly revision?: string } {
  return name === undefined ? {} : { revision: name };
}

/** The revision that a name or tag stands for. @returns undefined when the cluster has none of that name */
export function findRevision(
  { revisions, revisionTags }: Pick<RevisionsOfRemote, 'revisions' | 'revisionTags'>,
  nameOrTag: string,
): RevisionCurrent | undefined {
  const name = revisionTags.find((tag) => tag.name === nameOrTag)?.revision ?? nameOrTag;
  return revisions.find((revision) => revisionNameOf(revision) === name);
}

/** The revision that a name or tag stands for; the first where there is none of that name, which is an error of the mesh. */
export function revisionFor(
  cluster: Pick<RevisionsOfRemote, 'revisions' | 'revisionTags'>,
  nameOrTag: string,
): RevisionCurrent {
  const found = findRevision(cluster, nameOrTag) ?? cluster.revisions[0];
  if (found === undefined) throw new Error('a cluster without revisions');
  return found;
}

/**
 * The revision that takes what names none: that of the tag `default`, else the one without a name, else the one that
 * the cluster's namespaces follow. Istio's own objects are validated by it, as `istioctl tag set default` does.
 */
export function defaultRevisionOf(remote: RevisionsOfRemote): RevisionCurrent {
  return findRevision(remote, DEFAULT_REVISION) ?? revisionFor(remote, remote.revision);
}

/** The label by which a namespace asks for sidecars of its revision. */
export function injectionLabelOf(remote: RevisionsOfRemote, namespace: string): InjectionLabel {
  const { namespaceRevisions: single, revision } = remote;
  return labelFor(remote, (Object.hasOwn(single, namespace) ? single[namespace] : undefined) ?? revision);
}

/** Every label that asks for sidecars in a cluster, of whichever revision. */
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

/** Where a remote reaches istiod of a revision. */
export function revisionAddress(
  { addresses }: { readonly addresses: { readonly istiod: IstiodAddress } },
  remote: WithAddress,
  revision: RevisionCurrent,
): IstiodAddress {
  return remote.istiodAddress ?? revision.istiodAddress ?? addresses.istiod;
}

/** A remote as it is when it has one revision only: with the address of that. */
export function remoteAt<Remote extends WithAddress>(
  primary: Parameters<typeof revisionAddress>[0],
  remote: Remote,
  revision: RevisionCurrent,
): Remote & Required<WithAddress> {
  return { ...remote, istiodAddress: revisionAddress(primary, remote, revision) };
}
