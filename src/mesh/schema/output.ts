import { isPathPattern } from '../path-pattern';
import { group, list, optional, text } from './fields';

/** The pattern of a path below the output folder. */
export const pathPattern = text(
  'the pattern of a path below the output folder, such as kustomization.yaml or */notes/**',
  isPathPattern,
  (value) => (isPathPattern(value.replace(/\/+$/, '')) ? `Write ${value.replace(/\/+$/, '')}/**` : undefined),
);

/** `output:` in mesh.yaml, the same for every line. */
export const outputFields = {
  output: optional(
    group({
      allowExtra: optional(list(pathPattern, 'a list of patterns of paths below the output folder'), {
        description:
          'Files in the output folder that synth did not write, but `check` allows. In a pattern, `*` matches any characters except `/`, and `**` matches any folders.',
        default: '[]',
      }),
    }),
    { description: 'Settings of the output folder.' },
  ),
} as const;

/** `output:` as written in mesh.yaml. */
interface OutputInput {
  readonly output?: { readonly allowExtra?: readonly string[] | undefined } | undefined;
}

/** Returns the output options of a mesh, without the ones that have their default. */
export function resolveOutput({ output }: OutputInput): { readonly allowExtra?: readonly string[] } {
  return output?.allowExtra === undefined ? {} : { allowExtra: output.allowExtra };
}
