import { broken, type Observation, ok, unknown } from '../../../../doctor/finding';
import { notSeen } from '../../../../doctor/run-checks';
import { ClusterError } from '../../../../kubernetes/api/cluster';
import { revisionNameOf } from '../../revisions';
import type { IstiodAnswers } from './istiod-answers';
import { eachReplica } from './replica-observations';

/** Checks that every pod of istiod answers on its debug port, and uses the primary's cluster id in mesh.yaml. */
export async function istiodReplicas(answers: IstiodAnswers): Promise<Observation[]> {
  const { primary, revisions } = answers.mesh;
  const { namespace, name } = primary;
  const replicas = await answers.replicas();
  if (replicas instanceof ClusterError) return [unasked(replicas, namespace, 'list')];
  const { answering, silent } = replicas;
  const ready = new Set([...answering, ...silent].map(({ revision }) => revision));
  const absent = revisions.map(revisionNameOf).filter((revision) => !ready.has(revision));
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
    ...absent.map((revision) =>
      unknown(
        `no pod in ${namespace} with the labels app=istiod and istio.io/rev=${revision} is ready, so that istiod was not asked`,
        'See the finding about istiod',
      ),
    ),
    ...forEachFault(silent.map(({ error }) => unasked(error, namespace, 'port-forward to'))),
  ];
}

function unasked(error: ClusterError, namespace: string, verb: string): Observation {
  return error.fault === 'forbidden'
    ? unknown(
        `the user may not ${verb} pods in ${namespace}, so that istiod was not asked`,
        `Grant a Role in ${namespace} with list on pods, and get and create on pods/portforward: see docs/doctor.md`,
      )
    : notSeen(error);
}

/** A right that the user lacks for one pod is missing for all of them, so it is reported once. */
function forEachFault(observations: readonly Observation[]): Observation[] {
  const byText = new Map(observations.map((observation) => [observation.message, observation]));
  return [...byText.values()];
}
