import { imagePathLength, LONGEST_IMAGE_PATH } from '../../../kubernetes/image';
import { errorAt, type Path, type Problem } from '../../../problem';
import type { Mesh10 } from '../mesh';

/** A container runtime refuses a longer path, and path and name are separate options. */
export function imagePathsAreNotTooLong({ remotes }: Mesh10): Problem[] {
  return remotes.flatMap(({ images, sidecarInjector, citadel, proxy }, index) =>
    (
      [
        [['sidecarInjector', 'image'], sidecarInjector.image],
        [['citadel', 'image'], citadel.image],
        [['proxy', 'image'], proxy.image],
        [['proxy', 'initImage'], proxy.initImage],
      ] as const
    ).flatMap(([place, name]) => {
      const length = imagePathLength(images.hub, name);
      if (length <= LONGEST_IMAGE_PATH) return [];
      const at: Path = ['remotes', index, ...place];
      const message = `expected at most ${LONGEST_IMAGE_PATH} characters with the path in images.hub, got ${length}`;
      return errorAt(at, message, 'Shorten the path in images.hub', ['remotes', index, 'images', 'hub']);
    }),
  );
}
