import { defined } from '../kubernetes/fields';
import { UserError } from '../problem';
import { type Attempt, type Joining, type JoinReader, type JoinRun, tryToJoin } from './join-one';
import { pairOf } from './joined';
import { planRenewal, type Renewal } from './token-renewal';

/** Joins a cluster, or with `renewal` only if its token expires soon. */
export async function tryToRenewOrJoin(run: JoinRun, joining: Joining): Promise<readonly Attempt[]> {
  const { renewal } = run.options;
  if (renewal === undefined) return tryToJoin(run, joining);
  const plans = await Promise.all(joining.readers.map((reader) => planFor(run, joining, reader, renewal)));
  const due = plans.flatMap((plan) => ('seconds' in plan ? plan : []));
  if (due.length === 0) return plans.flatMap((plan) => ('seconds' in plan ? [] : plan.attempt));
  const readers = due.map(({ reader }) => reader);
  const tokenSeconds = Math.min(...due.map(({ seconds }) => seconds));
  const renewed = await tryToJoin(
    { ...run, options: { ...run.options, tokenSeconds } },
    { ...joining, readers, primaries: readers.map(({ primary }) => primary) },
  );
  const next = renewed.values();
  return plans.flatMap((plan) => ('seconds' in plan ? (next.next().value ?? []) : plan.attempt));
}

/** A primary whose token of the cluster is due, with the new lifetime; or the outcome without a renewal. */
type Plan = { readonly reader: JoinReader; readonly seconds: number } | { readonly attempt: Attempt };

async function planFor(
  run: JoinRun,
  { cluster }: Joining,
  reader: JoinReader,
  renewal: Renewal,
): Promise<Plan> {
  const { member, options } = run;
  const about = { ...pairOf(member.mesh, cluster, reader.primary), warnings: [] };
  try {
    // A wrong cluster would say nothing about the token.
    await reader.prove();
    const { namespace } = member.mesh.primary;
    const plan = await planRenewal(reader.open(), namespace, cluster.name, member.membership, {
      ...renewal,
      tokenSeconds: options.tokenSeconds,
    });
    if (plan.isDue) return { reader, seconds: plan.seconds };
    const { because, expires } = plan;
    return {
      attempt: { joined: { ...about, outcome: 'kept', because, ...defined({ expires }) }, proven: [] },
    };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { attempt: { joined: { ...about, outcome: 'failed', error: error.message }, proven: [] } };
  }
}
