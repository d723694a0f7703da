import type { PrimaryContext } from '../../../doctor/context';
import { broken, type Observation, ok, warning } from '../../../doctor/finding';
import { coversHost, hostsOf } from '../../../doctor/shown-certificate';
import { hostAndPort } from '../../../kubernetes/network';
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
  /** Whose istiod answers there. */
  readonly revision: RevisionCurrent;
  /** Remotes whose API servers call it. */
  readonly remotes: readonly string[];
}

/**
 * The certificate of istiod covers the hosts by which API servers call its webhooks. For the Service istiod it always
 * does; for a URL istiod has to be told the host.
 */
export async function webhookCertificate(context: PrimaryContext<MeshCurrent>): Promise<Observation[]> {
  const servers = calledServers(context);
  if (servers.length === 0)
    return [ok('API servers call istiod by its Service, whose name the certificate of istiod has')];
  return Promise.all(servers.map((server) => checkServer(context, server)));
}

function calledServers({ mesh, remotes }: PrimaryContext<MeshCurrent>): CalledServer[] {
  const servers = new Map<string, CalledServer>();
  for (const revision of mesh.revisions)
    for (const remote of remotes)
      for (const url of new Set(
        webhookUrls(mesh.primary, remote, revision).map((text) => new URL(text).origin),
      )) {
        const key = `${url} ${revisionNameOf(revision)}`;
        const known = servers.get(key)?.remotes ?? [];
        const port = Number(new URL(url).port || 443);
        servers.set(key, { host: hostOfUrl(url), port, revision, remotes: [...known, remote.name] });
      }
  return [...servers.values()];
}

async function checkServer(
  context: PrimaryContext<MeshCurrent>,
  { host, port, revision, remotes }: CalledServer,
): Promise<Observation> {
  const place = hostAndPort(host, port);
  const fix = `Install ${istiodName(revision.name)} with ${CUSTOM_HOST}=${customHosts(context.mesh, revision).join(',')}, as the page of the mesh says`;
  const shown = await context.showCertificates({ host, port });
  if ('failure' in shown) {
    const unseen = `the certificate at ${place} cannot be read from this machine (${shown.failure})`;
    return (await toldHosts(context, revision)).includes(host)
      ? ok(`${istiodName(revision.name)} has ${host} in ${CUSTOM_HOST}; ${unseen}`)
      : warning(
          `${istiodName(revision.name)} lacks ${host} in ${CUSTOM_HOST}, and ${unseen}: unless it covers ${host}, ${refused(remotes)}`,
          fix,
        );
  }
  const [own] = shown.chain;
  if (own !== undefined && coversHost(own, host)) return ok(`the certificate at ${place} covers ${host}`);
  const hosts = own === undefined ? [] : hostsOf(own);
  return broken(
    `the certificate at ${place} is valid for ${hosts.join(', ') || 'no host'}, not for ${host}, so that ${refused(remotes)}`,
    fix,
  );
}

function refused(remotes: readonly string[]): string {
  const shown = remotes.slice(0, 3).join(', ');
  const others = remotes.length > 3 ? ` and ${remotes.length - 3} more` : '';
  return `the API server of ${shown}${others} refuses every pod that asks for a sidecar`;
}

/** What the installation of istiod says, without variables that come from elsewhere. */
async function toldHosts(
  { cluster, mesh }: PrimaryContext<MeshCurrent>,
  revision: RevisionCurrent,
): Promise<string[]> {
  const ref = { apiVersion: 'apps/v1', kind: 'Deployment', name: istiodName(revision.name) };
  const live = await cluster.get({ ...ref, namespace: mesh.primary.namespace });
  return (environment(live, CUSTOM_HOST) ?? '').split(',');
}
