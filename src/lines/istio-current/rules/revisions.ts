import { errorAt, type Path, type Problem, quoted, relyingOn } from '../../../problem';
import { DEFAULT_REVISION } from '../facts/names';
import type { MeshInputCurrent } from '../input';
import type { MeshCurrent } from '../mesh';
import { isTagList } from '../options/revisions';
import { revisionNameOf } from '../revisions';
import type { ViewInputCurrent } from './views';

/** Two webhooks that select the same pods would inject twice, or from the wrong revision. */
export function revisionsAndTagsAreDistinct(mesh: MeshCurrent, input: MeshInputCurrent): Problem[] {
  const names = mesh.revisions.map(revisionNameOf);
  return [
    ...(input.revision === DEFAULT_REVISION
      ? [
          errorAt(
            ['revision'],
            'expected the name of a revision, got "default", which is the one without a name',
            'Remove it',
          ),
        ]
      : []),
    ...(input.revisions ?? []).flatMap(({ name }, index) =>
      names.indexOf(name) === index
        ? []
        : [
            errorAt(
              ['revisions', index, 'name'],
              `expected each revision once, got "${name}" again`,
              'Rename or remove one of the two',
            ),
          ],
    ),
    ...tagPlaces(input).flatMap(([tag, path, isRepeated]) => {
      if (names.includes(tag))
        return [relyingOn(tagLikeRevision(tag, path, mesh.listsRevisions), ['revision'], ['revisions'])];
      return isRepeated
        ? [errorAt(path, `expected each tag once, got "${tag}" again`, 'Remove one of the two')]
        : [];
    }),
  ];
}

function tagLikeRevision(tag: string, path: Path, isListed: boolean): Problem {
  if (tag !== DEFAULT_REVISION || isListed)
    return errorAt(path, `expected another name than the revision's, got "${tag}"`, 'Remove the tag');
  return errorAt(
    path,
    'expected a revision for the tag default, got none: it is the default already',
    'Remove the tag, or write revision:',
  );
}

/** Returns each tag of the mesh with its place, and whether it was there before. */
function tagPlaces({ revisionTags = [], remotes = [] }: MeshInputCurrent): [string, Path, boolean][] {
  const ofMesh = isTagList(revisionTags)
    ? revisionTags.map((tag, index): [string, Path, boolean] => [
        tag,
        ['revisionTags', index],
        revisionTags.indexOf(tag) !== index,
      ])
    : Object.keys(revisionTags).map((tag): [string, Path, boolean] => [tag, ['revisionTags', tag], false]);
  return [
    ...ofMesh,
    ...remotes.flatMap(({ revisionTags: own = {} }, index) =>
      Object.keys(own).map((tag): [string, Path, boolean] => [
        tag,
        ['remotes', index, 'revisionTags', tag],
        false,
      ]),
    ),
  ];
}

/** `revision` belongs to a mesh without a list. With a list, tags are a map from tag to revision. */
export function revisionIsNotBesideRevisions(_: MeshCurrent, input: ViewInputCurrent): Problem[] {
  const { revision, revisions, revisionTags = [] } = input;
  if (revisions === undefined) return [...needsAList(input)];
  const found: Problem[] = [];
  if (revisions.length === 0)
    found.push(
      errorAt(
        ['revisions'],
        'expected at least one revision, got an empty list',
        'Write the revisions that run on the primary, such as [{ name: 1-30 }], or remove the key',
      ),
    );
  if (revision !== undefined)
    found.push(
      errorAt(
        ['revision'],
        'belongs to a mesh with one revision, and this one lists revisions',
        `Remove it, and write defaults: { revision: ${revision} } if namespaces stay with that revision`,
      ),
    );
  if (isTagList(revisionTags) && revisionTags.length > 0)
    found.push(
      errorAt(
        ['revisionTags'],
        'expected a map from tag to revision, since the mesh lists revisions, got a list',
        `Write for example { ${revisionTags[0]}: ${revision ?? revisions[0]?.name ?? '1-30'} }`,
      ),
    );
  return found;
}

/** Yields the options that choose between revisions. */
function* needsAList({
  revisionTags = [],
  primary,
  defaults,
  remotes,
}: ViewInputCurrent): Generator<Problem> {
  const fix = 'Write the revisions of the primary in revisions, or remove it';
  const message = 'chooses between revisions, and the mesh lists none';
  if (!isTagList(revisionTags))
    yield errorAt(
      ['revisionTags'],
      'expected a list of tags of the one revision, since the mesh has no list of revisions, got a map',
      'Write a list such as [prod], or write revisions',
    );
  if (typeof primary.exposure === 'object' && primary.exposure.revision !== undefined)
    yield errorAt(['primary', 'exposure', 'revision'], message, fix);
  if (typeof primary.eastWestGateway === 'object' && primary.eastWestGateway.revision !== undefined)
    yield errorAt(['primary', 'eastWestGateway', 'revision'], message, fix);
  const places: [Path, (typeof remotes)[number] | typeof defaults][] = [
    [['defaults'], defaults],
    ...remotes.map((remote, index): [Path, typeof remote] => [['remotes', index], remote]),
  ];
  for (const [path, options = {}] of places) {
    for (const key of ['revision', 'revisions', 'revisionTags', 'namespaceRevisions'])
      if (Object.hasOwn(options, key)) yield errorAt([...path, key], message, fix);
    const { eastWestGateway } = options;
    if (typeof eastWestGateway === 'object' && eastWestGateway.revision !== undefined)
      yield errorAt([...path, 'eastWestGateway', 'revision'], message, fix);
  }
}

/** A tag without a revision, or a cluster without any, would inject nothing. */
export function revisionTagsPointToRevisions(mesh: MeshCurrent, input: MeshInputCurrent): Problem[] {
  if (!mesh.listsRevisions) return [];
  const names = mesh.revisions.map(revisionNameOf);
  const unknown = (path: Path, name: string): Problem[] =>
    names.includes(name)
      ? []
      : [
          relyingOn(
            errorAt(
              path,
              `expected one of the revisions ${names.join(', ')}, got ${quoted(name)}`,
              'Correct the name, or add it to revisions',
            ),
            ['revisions'],
          ),
        ];
  const inMap = (path: Path, tags: Readonly<Record<string, string>>): Problem[] =>
    Object.entries(tags).flatMap(([tag, name]) => unknown([...path, tag], name));
  const { revisionTags = [], remotes = [] } = input;
  return [
    ...(isTagList(revisionTags) ? [] : inMap(['revisionTags'], revisionTags)),
    ...remotes.flatMap(({ revisions, revisionTags: own = {} }, index) => [
      ...(revisions?.length === 0
        ? [
            errorAt(
              ['remotes', index, 'revisions'],
              'expected at least one revision, got an empty list',
              'Write the revisions of this cluster, or remove the key for all',
            ),
          ]
        : []),
      ...(revisions ?? []).flatMap((name, at) => unknown(['remotes', index, 'revisions', at], name)),
      ...inMap(['remotes', index, 'revisionTags'], own),
    ]),
  ];
}
