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
  /** Istio release of the revision, such as `1.30`. @default '1.31' */
  readonly istio?: string;
  /** Where the revision's istiod is: an IPv4 or IPv6 address, several of them, or a DNS name. */
  readonly address: IstiodAddress;
  /** Whether the cluster has the injection webhook of the revision. @default true */
  readonly injects?: boolean;
}

/**
 * What one revision has in a remote cluster, and no other revision uses: the role of the reader, the Service of istiod,
 * the injection webhook. Deleting these takes the revision out of the cluster and leaves the others as they are.
 */
export class RemoteRevision extends Construct {
  /** Name of the revision; `default` for the one without a name. */
  readonly revision: string;
  /** What its istiod may do. */
  readonly reader: ReaderRole;
  /** What makes its name resolve to the primary. */
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
