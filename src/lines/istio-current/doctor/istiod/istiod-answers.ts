import { type Cluster, ClusterError, type KubeObject } from '../../../../kubernetes/api/cluster';
import { labelledSecrets } from '../../../../membership/secret-holders';
import { PORTS } from '../../facts/ports';
import type { MeshCurrent } from '../../mesh';
import type { HeldServices } from './debug-answers';
import { type Handshake, shakeHands } from './handshake';
import { askHeldServices, askReplicas, portOf, type Replica, type Replicas } from './replicas';

/** The istiod of a mesh. One run asks it once for all remotes. */
export class IstiodAnswers {
  private opened: Cluster | undefined;
  private asked: Promise<Replicas | ClusterError> | undefined;
  private listed: Promise<readonly KubeObject[]> | undefined;
  private readonly held = new Map<
    string,
    { readonly since: number; readonly answer: Promise<HeldServices> }
  >();
  private readonly handshakes = new Map<string, Promise<string | undefined>>();

  /** @param open opens the primary; the first question sends the first request */
  constructor(
    readonly mesh: MeshCurrent,
    private readonly open: () => Cluster,
  ) {}

  /** Returns the replicas of istiod, or why they could not be listed. */
  replicas(): Promise<Replicas | ClusterError> {
    this.asked ??= this.onPrimary((primary) => askReplicas(primary, this.mesh));
    return this.asked;
  }

  /** Returns the replicas that answer; empty if none does. */
  async answering(): Promise<readonly Replica[]> {
    const replicas = await this.replicas();
    return replicas instanceof ClusterError ? [] : replicas.answering;
  }

  /** Returns the Secrets that make istiod read clusters. @throws ClusterError */
  secrets(): Promise<readonly KubeObject[]> {
    this.listed ??= labelledSecrets(this.primary(), this.mesh.primary.namespace);
    return this.listed;
  }

  /**
   * Returns the Services that a replica has endpoints of.
   * @param since the answer must not be older than this (`performance.now()`)
   * @throws ClusterError
   */
  heldServices(replica: Replica, since = 0): Promise<HeldServices> {
    const known = this.held.get(replica.pod);
    if (known !== undefined && known.since >= since) return known.answer;
    const fresh = {
      since: performance.now(),
      answer: askHeldServices(this.primary(), this.mesh, replica),
    };
    this.held.set(replica.pod, fresh);
    return fresh.answer;
  }

  /**
   * Returns why an API server would refuse a replica's certificate for webhooks, or undefined if it would accept it.
   * @throws ClusterError
   */
  distrust({ pod }: Replica, handshake: Handshake): Promise<string | undefined> {
    const key = JSON.stringify([pod, handshake]);
    const known = this.handshakes.get(key);
    if (known !== undefined) return known;
    const fresh = shakeHands(this.primary(), portOf(this.mesh, pod, PORTS.webhookTarget), handshake);
    this.handshakes.set(key, fresh);
    return fresh;
  }

  private primary(): Cluster {
    this.opened ??= this.open();
    return this.opened;
  }

  private async onPrimary<T>(work: (primary: Cluster) => Promise<T>): Promise<T | ClusterError> {
    try {
      return await work(this.primary());
    } catch (error) {
      if (error instanceof ClusterError) return error;
      throw error;
    }
  }
}
