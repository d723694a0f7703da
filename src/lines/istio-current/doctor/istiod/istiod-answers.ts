import { type Cluster, ClusterError, type KubeObject } from '../../../../kubernetes/api/cluster';
import { labelledSecrets } from '../../../../membership/secret-holders';
import { PORTS } from '../../facts/ports';
import type { MeshCurrent } from '../../mesh';
import type { HeldServices } from './debug-answers';
import { type Handshake, shakeHands } from './handshake';
import { askHeldServices, askReplicas, portOf, type Replica, type Replicas } from './replicas';

/** Istiod of a mesh, asked once for all remotes of an examination. */
export class IstiodAnswers {
  private opened: Cluster | undefined;
  private asked: Promise<Replicas | ClusterError> | undefined;
  private listed: Promise<readonly KubeObject[]> | undefined;
  private readonly held = new Map<
    string,
    { readonly since: number; readonly answer: Promise<HeldServices> }
  >();
  private readonly handshakes = new Map<string, Promise<string | undefined>>();

  /** @param open opens the primary; nothing is asked before the first question */
  constructor(
    readonly mesh: MeshCurrent,
    private readonly open: () => Cluster,
  ) {}

  /** The replicas of istiod, or why they could not even be listed. */
  replicas(): Promise<Replicas | ClusterError> {
    this.asked ??= this.onPrimary((primary) => askReplicas(primary, this.mesh));
    return this.asked;
  }

  /** The replicas that answer; empty when none does. */
  async answering(): Promise<readonly Replica[]> {
    const replicas = await this.replicas();
    return replicas instanceof ClusterError ? [] : replicas.answering;
  }

  /** The Secrets that make istiod read clusters. @throws ClusterError */
  secrets(): Promise<readonly KubeObject[]> {
    this.listed ??= labelledSecrets(this.primary(), this.mesh.primary.namespace);
    return this.listed;
  }

  /**
   * The Services of which a replica holds endpoints.
   * @param since the answer is no older than this (`performance.now()`)
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
   * Why an API server would refuse the certificate that a replica shows to webhooks; undefined when it would not.
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
