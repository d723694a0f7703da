/**
 * Formats `a, b, c and 4 more`.
 * @param count formats the number of the rest
 */
export function someOf(
  items: readonly string[],
  most: number,
  count: (more: number) => string = String,
): string {
  const shown = items.slice(0, most).join(', ');
  return items.length > most ? `${shown} and ${count(items.length - most)} more` : shown;
}
