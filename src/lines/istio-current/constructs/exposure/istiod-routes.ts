import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { Gateway } from '../../../../../imports/istio-current-networking.istio.io';
import { customResource } from '../../../../kubernetes/kubernetes-object';
import { labels } from '../../../../kubernetes/labels';
import { EAST_WEST_SELECTOR } from '../../facts/labels';
import { NAMES } from '../../facts/names';
import { PORTS } from '../../facts/ports';
import { ISTIOD_GATEWAY, type RevisionRouteProps, routesTo } from './revision-route';

/** Options of {@link IstiodRoutes}. */
export interface IstiodRoutesProps extends RevisionRouteProps {}

/**
 * The route from the east-west gateway to istiod, for sidecars and for the API servers of remotes. Connections stay
 * encrypted end to end. Each further revision needs a {@link RevisionRoute}. Source: release-1.30,
 * samples/multicluster/expose-istiod.yaml and expose-istiod-rev.yaml.tmpl.
 */
export class IstiodRoutes extends Construct {
  /** The Gateway. */
  readonly gateway: ApiObject;
  /** The VirtualService. */
  readonly routes: ApiObject;

  constructor(scope: Construct, id: string, props: IstiodRoutesProps = {}) {
    super(scope, id);
    const namespace = props.namespace ?? NAMES.namespace;
    this.gateway = customResource(Gateway, this, 'gateway', {
      metadata: { name: ISTIOD_GATEWAY, namespace, labels: labels(ISTIOD_GATEWAY) },
      spec: {
        selector: EAST_WEST_SELECTOR,
        servers: [server('tls-istiod', PORTS.istiod), server('tls-istiodwebhook', PORTS.webhookTarget)],
      },
    });
    this.routes = routesTo(this, props);
  }
}

function server(name: string, number: number) {
  return { port: { name, number, protocol: 'TLS' }, tls: { mode: 'PASSTHROUGH' }, hosts: ['*'] };
}
