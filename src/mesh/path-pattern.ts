/** Whether a text is a pattern of paths below the output folder, and at most as long as a path may be. */
export function isPathPattern(value: string): boolean {
  return (
    value.length <= 1024 &&
    !/[\\\p{Cc}]/u.test(value) &&
    value.split('/').every((step) => step !== '' && step !== '.' && step !== '..')
  );
}
