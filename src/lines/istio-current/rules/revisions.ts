import { errorAt, type Path, type Problem, relyingOn } from '../../../problem';
import { DEFAULT_REVISION } from '../facts/names';
import type { MeshCurrent } from '../mesh';

/** Two webhooks that take the same pods would inject twice, or the one of no revision. */
export function revisionsAndTagsHaveNamesOfTheirOwn({ revision, revisionTags }: MeshCurrent): Problem[] {
  const isDefault =
    revision === DEFAULT_REVISION
      ? [
          errorAt(
            ['revision'],
            'expected the name of a revision, got "default", which is the one without a name',
            'Remove it',
          ),
        ]
      : [];
  return [
    ...isDefault,
    ...revisionTags.flatMap((tag, index) => {
      const path: Path = ['revisionTags', index];
      if (tag === revision) {
        const message = `expected another name than the revision's, got "${tag}"`;
        return [relyingOn(errorAt(path, message, 'Remove the tag'), ['revision'])];
      }
      if (tag === DEFAULT_REVISION && revision === undefined) {
        const message = 'expected a revision for the tag default, got none: it is the default already';
        return [relyingOn(errorAt(path, message, 'Remove the tag, or write revision:'), ['revision'])];
      }
      if (revisionTags.indexOf(tag) === index) return [];
      return [errorAt(path, `expected each tag once, got "${tag}" again`, 'Remove one of the two')];
    }),
  ];
}
