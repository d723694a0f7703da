import type { Observation } from '../../../../doctor/finding';
import type { Replica } from './replicas';

/**
 * Looks at each replica. What several have in common is said once, after their names, or after `istiod` when all have.
 * @param observe says it as the end of a sentence about istiod
 * @param all how many replicas there are, with those that are not looked at
 */
export async function eachReplica(
  replicas: readonly Replica[],
  observe: (replica: Replica) => Observation | Promise<Observation>,
  all = replicas.length,
): Promise<Observation[]> {
  const observations = await Promise.all(replicas.map(observe));
  const same = new Map<string, { readonly observation: Observation; readonly pods: string[] }>();
  observations.forEach((observation, index) => {
    const key = JSON.stringify(observation);
    const group = same.get(key) ?? { observation, pods: [] };
    same.set(key, group);
    group.pods.push(replicas[index]?.pod ?? '');
  });
  return [...same.values()].map(({ observation, pods }) => {
    const who = pods.length === all ? 'istiod' : `istiod in ${pods.join(', ')}`;
    return { ...observation, message: `${who} ${observation.message}` };
  });
}
