/** `a, b, c and 4 more`. */
export function someOf(items: readonly string[], most: number): string {
  const shown = items.slice(0, most).join(', ');
  return items.length > most ? `${shown} and ${counted(items.length - most)} more` : shown;
}

/** `10,000`. */
export function counted(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `1 cluster`, `2 clusters`. */
export function clusterCount(count: number): string {
  return `${counted(count)} ${count === 1 ? 'cluster' : 'clusters'}`;
}
