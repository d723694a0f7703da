import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { Gateway, VirtualService } from '../../../../../imports/istio-current-networking.istio.io';
import { customResource } from '../../../../kubernetes/kubernetes-object';
import { labels } from '../../../../kubernetes/labels';
import { EAST_WEST_SELECTOR } from '../../facts/labels';
import { istiodName, NAMES } from '../../facts/names';
import { PORTS } from '../../facts/ports';

/** Options of {@link IstiodRoutes}. */
export interface IstiodRoutesProps {
  /** Namespace of Istio on the primary. @default 'istio-system' */
  readonly namespace?: string;
  /** Revision of the primary's istiod. @default - the default one, which then takes every connection */
  readonly revision?: string;
  /**
   * DNS names by which API servers call the webhook, where they go by URL. A revision takes these too
   * (istio#47552). @default []
   */
  readonly hosts?: readonly string[];
}

const GATEWAY = 'istiod-gateway';

/**
 * The way from the east-west gateway to istiod, for sidecars and for the API servers of remotes. Connections stay
 * encrypted from end to end. A revision takes those that ask for it by name, so that several share a gateway.
 * Source: release-1.30, samples/multicluster/expose-istiod.yaml and expose-istiod-rev.yaml.tmpl.
 */
export class IstiodRoutes extends Construct {
  /** The Gateway. */
  readonly gateway: ApiObject;
  /** The VirtualService. */
  readonly routes: ApiObject;

  constructor(scope: Construct, id: string, props: IstiodRoutesProps = {}) {
    super(scope, id);
    const { revision, hosts = [] } = props;
    const namespace = props.namespace ?? NAMES.namespace;
    const service = `${istiodName(revision)}.${namespace}.svc`;
    const host = `${service}.cluster.local`;
    const sniHosts = revision === undefined ? ['*'] : [...new Set([service, host, ...hosts])];
    const metadata = (name: string) => ({ name, namespace, labels: labels(name) });
    this.gateway = customResource(Gateway, this, 'gateway', {
      metadata: metadata(GATEWAY),
      spec: {
        selector: EAST_WEST_SELECTOR,
        servers: [server('tls-istiod', PORTS.istiod), server('tls-istiodwebhook', PORTS.webhookTarget)],
      },
    });
    this.routes = customResource(VirtualService, this, 'routes', {
      metadata: metadata(revision === undefined ? 'istiod-vs' : `istiod-vs-${revision}`),
      spec: {
        hosts: ['*'],
        gateways: [GATEWAY],
        tls: [
          {
            match: [{ port: PORTS.istiod, sniHosts }],
            route: [{ destination: { host, port: { number: PORTS.istiod } } }],
          },
          {
            match: [{ port: PORTS.webhookTarget, sniHosts }],
            route: [{ destination: { host, port: { number: PORTS.webhook } } }],
          },
        ],
      },
    });
  }
}

function server(name: string, number: number) {
  return { port: { name, number, protocol: 'TLS' }, tls: { mode: 'PASSTHROUGH' }, hosts: ['*'] };
}
