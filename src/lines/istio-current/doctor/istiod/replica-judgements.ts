import type { Judgement } from '../../../../doctor/finding';
import type { Replica } from './replicas';

/**
 * Judges each replica. What several have in common is said once, after their names, or after `istiod` when all have.
 * @param judge says it as the end of a sentence about istiod
 */
export async function eachReplica(
  replicas: readonly Replica[],
  judge: (replica: Replica) => Judgement | Promise<Judgement>,
): Promise<Judgement[]> {
  const judgements = await Promise.all(replicas.map(judge));
  const same = new Map<string, { readonly judgement: Judgement; readonly pods: string[] }>();
  judgements.forEach((judgement, index) => {
    const key = JSON.stringify(judgement);
    const group = same.get(key) ?? { judgement, pods: [] };
    same.set(key, group);
    group.pods.push(replicas[index]?.pod ?? '');
  });
  return [...same.values()].map(({ judgement, pods }) => {
    const who = same.size === 1 ? 'istiod' : `istiod in ${pods.join(', ')}`;
    return { ...judgement, message: `${who} ${judgement.message}` };
  });
}

/** Some of many names. */
export function someOf(names: readonly string[], most = 5): string {
  const more = names.length - most;
  return more > 0 ? `${names.slice(0, most).join(', ')} and ${more} more` : names.join(', ');
}
