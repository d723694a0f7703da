import type { Cluster } from '../kubernetes/api/cluster';
import { readersOf } from '../mesh/primaries';
import { UserError } from '../problem';
import { joinedSecret, planSecret, type SecretOutcome, type SecretPlan } from './joined-secret';
import { type MemberMesh, refuseChangedMesh } from './member-mesh';
import { type ReaderPlace, type ReaderToken, requestedToken } from './reader-token';
import { onceAccepted, planRotation, refuseUnlessMay, rotate, rotationLines } from './rotate-token';

/**
 * Asks whether to continue. A dry run ignores the answer.
 * @param lines a line for each change, with its cluster
 */
export type ConfirmRotation = (lines: readonly string[]) => Promise<boolean>;

/** The user declined, and nothing was changed. */
export class Declined extends UserError {}

interface JoinRotationOptions {
  readonly confirm: ConfirmRotation;
  readonly dryRun?: boolean;
  readonly takeOver?: boolean;
  /**
   * Lifetime of a requested token of the new account, in seconds.
   * @default - the token of its Secret, which does not expire
   */
  readonly tokenSeconds?: number | undefined;
}

/** Kubernetes may need this many times the limit of one answer to issue a new token. */
const ANSWERS_PER_ROTATION = 6;

/** Milliseconds until every API server of a cluster knows a new account. */
const ACCEPTED_WITHIN = 10_000;

const DOES: Readonly<Record<SecretOutcome, readonly string[]>> = {
  created: ['create'],
  updated: ['patch'],
  replaced: ['delete', 'create'],
  unchanged: [],
};

/** Recreates the account of one remote while it joins. Finds out beforehand whether anything prevents it. */
export class JoinRotation {
  private isRevoked = false;

  /** @param readers the primaries that get the new token; empty if the Secret is written to files */
  constructor(
    private readonly member: MemberMesh,
    private readonly readers: readonly Cluster[],
    private readonly options: JoinRotationOptions,
  ) {}

  /** Returns the token of the new account; in a dry run, a placeholder. @throws Declined, UserError */
  async token(cluster: Cluster, place: ReaderPlace, limit: number): Promise<ReaderToken> {
    const { member, options } = this;
    const { tokenSeconds } = options;
    if (tokenSeconds !== undefined) await refuseUnlessMayRequest(cluster, place);
    const rotation = await planRotation(cluster, member);
    const lines = [...rotationLines(cluster, rotation), ...(await this.primaryLines(cluster))];
    const places = [...this.readers, cluster].map((found) => `${found.name} is ${found.server}`);
    const isAgreed = await options.confirm([...places, ...lines]);
    if (options.dryRun === true) return { token: 'not-made-yet', ca: '-', source: 'a new account' };
    if (!isAgreed) throw new Declined(`${cluster.name}: nothing was changed`);
    await refuseChangedMesh(member, cluster.name);
    this.isRevoked = true;
    const made = await rotate(cluster, rotation, limit * ANSWERS_PER_ROTATION);
    return tokenSeconds === undefined ? made : requestedToken(cluster, place, tokenSeconds);
  }

  /** Proves the new token. A dry run has none. */
  async prove(work: () => Promise<void>): Promise<void> {
    if (this.options.dryRun !== true) await onceAccepted(ACCEPTED_WITHIN, work);
  }

  /** Adds the consequence to an error: after the old account is deleted, the primary waits for the new token. */
  explained(error: UserError, cluster: string): UserError {
    if (!this.isRevoked) return error;
    const { controlPlane } = this.member.membership;
    return new UserError(
      `${error.message}. The old token of ${cluster} may no longer work. Repeat \`istio-remote join --rotate ${cluster}\` until it succeeds, so that ${controlPlane} reads ${cluster} again`,
    );
  }

  /** Lists what changes on the primaries. @throws UserError if something prevents it */
  private async primaryLines({ name }: Cluster): Promise<string[]> {
    const { member, options } = this;
    const { mesh, membership } = member;
    const { namespace } = mesh.primary;
    if (this.readers.length === 0)
      return readersOf(mesh, name).map(
        (reader) => `${reader.name}: cannot read ${name} until it has the new Secret, which goes to a file`,
      );
    const draft = joinedSecret(mesh.line, name, namespace, 'with the new token');
    return Promise.all(
      this.readers.map(async (reader) => {
        const plan = await planSecret(reader, draft, membership, options.takeOver);
        const actions = DOES[plan.outcome].map((verb) => ({ verb, resource: 'secrets', namespace }));
        await refuseUnlessMay(reader, actions);
        return `${reader.name}: ${lineOf(plan, `Secret ${namespace}/${draft.metadata.name}`)}`;
      }),
    );
  }
}

/** @throws UserError if the user's permissions are not enough to finish */
async function refuseUnlessMayRequest(cluster: Cluster, { namespace }: ReaderPlace): Promise<void> {
  await refuseUnlessMay(cluster, [{ verb: 'create', resource: 'serviceaccounts/token', namespace }]);
}

function lineOf({ outcome, because }: SecretPlan, title: string): string {
  const verb = { created: 'create', updated: 'update', replaced: 'replace', unchanged: 'keep' }[outcome];
  return `${verb} ${title}${because === undefined ? '' : `: ${because}`}`;
}
