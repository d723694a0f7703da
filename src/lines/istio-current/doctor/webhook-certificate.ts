import type { PrimaryContext } from '../../../doctor/context';
import { broken, type Observation, ok, warning } from '../../../doctor/finding';
import { coversHost, shownNames } from '../../../doctor/shown-certificate';
import { hostAndPort } from '../../../kubernetes/network';
import { someOf } from '../../../some-of';
import { CUSTOM_HOST } from '../facts/components';
import { istiodName } from '../facts/names';
import { customHosts, hostOfUrl, webhookUrls } from '../facts/webhook-urls';
import type { MeshCurrent } from '../mesh';
import { type RevisionCurrent, revisionNameOf } from '../revisions';
import { environment } from './control-plane';

/** A server that API servers call by URL. */
interface CalledServer {
  readonly host: string;
  readonly port: number;
  /** The revision of the istiod that answers there. */
  readonly revision: RevisionCurrent;
  /** The objects that API servers refuse if they do not trust it. */
  readonly what: string;
  /** Remotes whose API servers call it. */
  readonly remotes: readonly string[];
}

/**
 * Checks that the certificate of istiod covers the hosts that API servers use to call its webhooks. It always covers
 * the Service istiod; the host of a URL must be configured.
 */
export async function webhookCertificate(context: PrimaryContext<MeshCurrent>): Promise<Observation[]> {
  if (context.mesh.remotes.length === 0) return [];
  const servers = calledServers(context);
  if (servers.length === 0)
    return [ok('API servers call istiod by its Service, whose name the certificate of istiod has')];
  return Promise.all(servers.map((server) => checkServer(context, server)));
}

function calledServers({ mesh, remotes }: PrimaryContext<MeshCurrent>): CalledServer[] {
  const servers = new Map<string, CalledServer>();
  for (const [revision, remote] of mesh.revisions.flatMap((one) =>
    remotes.map((each) => [one, each] as const),
  )) {
    const { injection, validation } = webhookUrls(mesh.primary, remote, revision);
    const asked = [
      [validation, 'Istio object'] as const,
      [injection, 'pod that asks for a sidecar'] as const,
    ];
    const places = new Map(
      asked.flatMap(([url, what]) => (url === undefined ? [] : [[new URL(url).origin, what] as const])),
    );
    for (const [url, what] of places) {
      const port = Number(new URL(url).port || 443);
      const key = `${url} ${revisionNameOf(revision)}`;
      const names = servers.get(key)?.remotes ?? [];
      servers.set(key, { host: hostOfUrl(url), port, revision, what, remotes: [...names, remote.name] });
    }
  }
  return [...servers.values()];
}

async function checkServer(context: PrimaryContext<MeshCurrent>, server: CalledServer): Promise<Observation> {
  const { host, port, revision } = server;
  const istiod = istiodName(revision.name);
  const place = hostAndPort(host, port);
  const hosts = customHosts(context.mesh, revision);
  const fix = `Install ${istiod} with ${CUSTOM_HOST}=${hosts.join(',')}, as the page of the mesh says`;
  const shown = await context.showCertificates({ host, port });
  if ('failure' in shown) {
    const unseen = `the certificate at ${place} cannot be read from this machine (${shown.failure})`;
    return (await toldHosts(context, revision)).includes(host)
      ? ok(`${istiod} has ${host} in ${CUSTOM_HOST}; ${unseen}`)
      : warning(
          `${istiod} lacks ${host} in ${CUSTOM_HOST}, and ${unseen}: unless it covers ${host}, ${refused(server)}`,
          fix,
        );
  }
  const [own] = shown.chain;
  if (own !== undefined && coversHost(own, host)) return ok(`the certificate at ${place} covers ${host}`);
  return broken(
    `the certificate at ${place} is valid for ${own === undefined ? 'no name' : shownNames(own)}, not for ${host}, so that ${refused(server)}`,
    fix,
  );
}

function refused({ what, remotes }: CalledServer): string {
  return `the API server of ${someOf(remotes, 3)} refuses every ${what}`;
}

/** Returns the hosts in the installation of istiod, without variables that come from elsewhere. */
async function toldHosts(
  { cluster, mesh }: PrimaryContext<MeshCurrent>,
  revision: RevisionCurrent,
): Promise<string[]> {
  const ref = { apiVersion: 'apps/v1', kind: 'Deployment', name: istiodName(revision.name) };
  const live = await cluster.get({ ...ref, namespace: mesh.primary.namespace });
  return (environment(live, CUSTOM_HOST) ?? '').split(',');
}
