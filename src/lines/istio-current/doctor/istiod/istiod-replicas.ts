import { broken, type Observation, ok, unknown } from '../../../../doctor/finding';
import { ClusterError } from '../../../../kubernetes/api/cluster';
import { DEFAULT_REVISION } from '../../facts/names';
import type { IstiodAnswers } from './istiod-answers';
import { eachReplica } from './replica-observations';

/** Every pod of istiod says what it knows, and calls its own cluster as mesh.yaml does. */
export async function istiodReplicas(answers: IstiodAnswers): Promise<Observation[]> {
  const { primary, revision = DEFAULT_REVISION } = answers.mesh;
  const { namespace, name } = primary;
  const replicas = await answers.replicas();
  if (replicas instanceof ClusterError) return [unasked(replicas, namespace)];
  const { answering, silent } = replicas;
  if (answering.length + silent.length === 0)
    return [
      unknown(
        `no pod in ${namespace} with the labels app=istiod and istio.io/rev=${revision} is ready, so that istiod was not asked`,
        'See the finding about istiod',
      ),
    ];
  const pods = answering.map(({ pod }) => pod).join(', ');
  return [
    ...(await eachReplica(answering, ({ ownId }) =>
      ownId === undefined || ownId === name
        ? ok(`answers (${pods})`)
        : broken(
            `calls its own cluster ${ownId}, and mesh.yaml says ${name}`,
            `Install the chart istiod with global.multiCluster.clusterName=${name}, or correct primary.name`,
          ),
    )),
    ...forEachFault(silent.map(({ error }) => unasked(error, namespace))),
  ];
}

/** What may not be done to one pod may not be done to the others either. */
function unasked(error: ClusterError, namespace: string): Observation {
  const { message, fault } = error;
  const end = message.lastIndexOf('. ');
  return fault === 'forbidden'
    ? unknown(
        `the user may not port-forward to pods in ${namespace}, so that istiod was not asked`,
        `Grant a Role in ${namespace} with list on pods, and get and create on pods/portforward; docs/doctor.md has it`,
      )
    : unknown(message.slice(0, end), message.slice(end + 2));
}

function forEachFault(observations: readonly Observation[]): Observation[] {
  const byText = new Map(observations.map((observation) => [observation.message, observation]));
  return [...byText.values()];
}
