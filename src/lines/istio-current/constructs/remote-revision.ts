import { Construct } from 'constructs';
import type { IstiodAddress } from '../facts/istiod-address';
import { DEFAULT_REVISION } from '../facts/names';
import { familiesOf, type IpFamilies } from '../options/cluster';
import type { InjectionProps } from './injection-entries';
import { InjectionWebhook } from './injection-webhook';
import { ReaderRole } from './reader-role';
import { RemoteIstiod } from './remote-istiod';

/** Options of {@link RemoteRevision}. */
export interface RemoteRevisionProps extends InjectionProps, IpFamilies {
  /** Istio release of the revision, for example `1.30`. @default '1.31' */
  readonly istio?: string;
  /** Address of the revision's istiod: IPv4, IPv6, a list of IP addresses, or a DNS name. */
  readonly address: IstiodAddress;
  /** Whether the cluster has the injection webhook of the revision. @default true */
  readonly injects?: boolean;
}

/**
 * The objects of one revision in a remote cluster: the role of the reader, the Service of istiod, the injection
 * webhook. Deleting them removes the revision from the cluster and leaves the others unchanged.
 */
export class RemoteRevision extends Construct {
  /** Name of the revision; `default` for the one without a name. */
  readonly revision: string;
  /** The rights of its istiod. */
  readonly reader: ReaderRole;
  /** Makes its name resolve to the primary. */
  readonly istiod: RemoteIstiod;
  /** The webhook that injects its sidecars. Undefined with `injects: false`. */
  readonly injection: InjectionWebhook | undefined;

  constructor(scope: Construct, id: string, props: RemoteRevisionProps) {
    super(scope, id);
    const { istio, address, injects = true, ipFamilyPolicy, ipFamilies, ...injection } = props;
    const { namespace, revision } = injection;
    this.revision = revision ?? DEFAULT_REVISION;
    const own = {
      ...(namespace === undefined ? {} : { namespace }),
      ...(revision === undefined ? {} : { revision }),
    };
    this.reader = new ReaderRole(this, 'reader', { ...own, ...(istio === undefined ? {} : { istio }) });
    this.istiod = new RemoteIstiod(this, 'istiod', {
      ...own,
      address,
      ...familiesOf({ ipFamilyPolicy, ipFamilies }),
    });
    this.injection = injects ? new InjectionWebhook(this, 'injection', injection) : undefined;
  }
}
