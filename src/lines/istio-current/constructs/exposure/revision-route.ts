import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { VirtualService } from '../../../../../imports/istio-current-networking.istio.io';
import { customResource } from '../../../../kubernetes/kubernetes-object';
import { labels } from '../../../../kubernetes/labels';
import { istiodName, NAMES } from '../../facts/names';
import { PORTS } from '../../facts/ports';

/** Options of {@link RevisionRoute}. */
export interface RevisionRouteProps {
  /** Namespace of Istio on the primary. @default 'istio-system' */
  readonly namespace?: string;
  /**
   * Revision of the primary's istiod.
   * @default - the default revision, which gets every connection that no other revision gets
   */
  readonly revision?: string;
  /**
   * DNS names that API servers use to call the webhook by URL. Connections for them go to this revision too
   * (istio#47552).
   * @default []
   */
  readonly hosts?: readonly string[];
}

/** The Gateway of the routes to istiod, for all revisions. */
export const ISTIOD_GATEWAY = 'istiod-gateway';

/**
 * The route from the east-west gateway to istiod of one revision. The revision gets the connections that ask for its
 * name, so several revisions share the Gateway of {@link IstiodRoutes}. Source: release-1.30,
 * samples/multicluster/expose-istiod.yaml and expose-istiod-rev.yaml.tmpl.
 */
export class RevisionRoute extends Construct {
  /** The VirtualService. */
  readonly routes: ApiObject;

  constructor(scope: Construct, id: string, props: RevisionRouteProps = {}) {
    super(scope, id);
    this.routes = routesTo(this, props);
  }
}

/** Creates the VirtualService of one revision. */
export function routesTo(
  scope: Construct,
  { namespace = NAMES.namespace, revision, hosts = [] }: RevisionRouteProps,
): ApiObject {
  const service = `${istiodName(revision)}.${namespace}.svc`;
  const host = `${service}.cluster.local`;
  const sniHosts = revision === undefined ? ['*'] : [...new Set([service, host, ...hosts])];
  const name = revision === undefined ? 'istiod-vs' : `istiod-vs-${revision}`;
  return customResource(VirtualService, scope, 'routes', {
    metadata: { name, namespace, labels: labels(name) },
    spec: {
      hosts: ['*'],
      gateways: [ISTIOD_GATEWAY],
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
