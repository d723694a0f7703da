import type { RemoteContext } from '../../../../doctor/context';
import { broken, type Observation, ok } from '../../../../doctor/finding';
import { decodedAt, listAt, textAt } from '../../../../kubernetes/fields';
import { LABELS } from '../../facts/labels';
import { PORTS } from '../../facts/ports';
import type { MeshCurrent } from '../../mesh';
import { type Handshake, OTHER_NAME } from './handshake';
import type { IstiodAnswers } from './istiod-answers';
import { eachReplica } from './replica-observations';

const KINDS = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];

/** A webhook in the cluster, and how its API server connects to istiod. */
interface Meeting extends Handshake {
  readonly webhook: string;
  /** The revision whose istiod it calls. */
  readonly revision: string | undefined;
}

/**
 * Checks that the API server of the cluster trusts istiod's certificate for webhooks. If the ConfigMap
 * istio-ca-root-cert and this certificate disagree, the certificate counts.
 */
export async function istiodCertificate(
  answers: IstiodAnswers,
  context: RemoteContext<MeshCurrent>,
): Promise<Observation[]> {
  const replicas = await answers.answering();
  if (replicas.length === 0) return [];
  const all = await meetingsOf(context);
  const met = replicas.filter(({ revision }) => all.some((meeting) => meeting.revision === revision));
  return eachReplica(met, async (replica) => {
    const meetings = all.filter(({ revision }) => revision === replica.revision);
    for (const meeting of meetings) {
      const { authorities, name } = meeting;
      const reason = await answers.distrust(replica, { authorities, name });
      if (reason !== undefined) return distrusted(meeting, reason);
    }
    const webhooks = [...new Set(meetings.map(({ webhook }) => webhook))];
    return ok(`shows a certificate on ${PORTS.webhookTarget} that ${webhooks.join(' and ')} trusts`);
  });
}

/** Another finding reports a webhook without a caBundle. */
async function meetingsOf({ cluster, expected }: RemoteContext<MeshCurrent>): Promise<Meeting[]> {
  const wanted = expected.filter(({ kind }) => KINDS.includes(kind));
  const live = await Promise.all(
    wanted.map(async ({ apiVersion, kind, metadata: { name, labels } }) => ({
      object: await cluster.get({ apiVersion, kind, name }),
      revision: labels?.[LABELS.revision],
    })),
  );
  const meetings = live.flatMap(({ object, revision }) =>
    listAt(object, 'webhooks').flatMap((entry) => {
      const authorities = decodedAt(entry, 'clientConfig', 'caBundle');
      const [service, namespace] = ['name', 'namespace'].map((key) =>
        textAt(entry, 'clientConfig', 'service', key),
      );
      // Another finding checks the name in a URL.
      const name = service === undefined ? undefined : `${service}.${namespace}.svc`;
      return authorities === undefined
        ? []
        : [{ webhook: object?.metadata.name ?? '', revision, authorities, name }];
    }),
  );
  const byText = new Map(meetings.map((meeting) => [JSON.stringify(meeting), meeting]));
  return [...byText.values()];
}

function distrusted({ webhook, name }: Meeting, reason: string): Observation {
  const shows = `shows a certificate on ${PORTS.webhookTarget}`;
  const refuses = 'the API server does not call it, and refuses pods';
  if (reason === OTHER_NAME)
    return broken(
      `${shows} that is not for ${name}, which ${webhook} asks: ${refuses}`,
      'Correct revision and primary.namespace in mesh.yaml, or the installation of istiod',
    );
  if (reason === 'CERT_HAS_EXPIRED' || reason === 'CERT_NOT_YET_VALID')
    return broken(
      `${shows} that is out of date (${reason}): ${refuses}`,
      'Restart istiod, and check the clocks and the certificates in cacerts',
    );
  return broken(
    `${shows} that the caBundle of ${webhook} does not verify (${reason}): ${refuses}`,
    'Restart istiod, which writes its own root into the webhook; look for somebody else who applies a caBundle',
  );
}
