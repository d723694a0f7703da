import type { Observation } from '../../../../doctor/finding';
import type { Replica } from './replicas';

/**
 * Examines each replica. Reports what several share once, after their names, or after `istiod` if all share it.
 * @param observe returns the end of a sentence about istiod
 * @param all number of replicas, including skipped ones
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
