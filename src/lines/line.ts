import type { MeshWithAddOns } from '../add-ons/mesh-with-add-ons';
import type { AddressFinder } from '../addresses/address-finder';
import type { Signer } from '../certificates/signer';
import type { LineControlPlane } from '../control-plane/line-control-plane';
import type { LineChecks } from '../doctor/context';
import type { Injector } from '../inject/injector';
import type { KindRef } from '../kubernetes/kinds';
import type { PlannedFile } from '../kubernetes/part';
import type { LineMembership } from '../membership/line-membership';
import type { MeshLine } from '../mesh/mesh-line';
import type { ValuesSource } from '../migrate/helm-values/read-values';
import type { PageModel } from '../page/page-model';
import type { Problem } from '../problem';
import type { ValidatedLine } from '../validate/cluster';
import type { TOPOLOGIES } from './topologies';

/** Where a mesh has control planes, and what carries its traffic; see docs/topologies.md. */
export type Topology = (typeof TOPOLOGIES)[number];

/** A remote of a mesh. */
type RemoteOf<M extends MeshWithAddOns> = M['remotes'][number];

/** What a line offers to live clusters: loaded when a command talks to one. */
export interface LiveLine<M extends MeshWithAddOns = MeshWithAddOns> {
  readonly checks: LineChecks<M>;
  readonly addresses: AddressFinder<M, string, string>;
}

/** A mesh file made of something else. */
export interface MigratedMesh {
  /** A commented mesh.yaml. */
  readonly text: string;
  /** What is doubtful, or has no equivalent. */
  readonly warnings: readonly Problem[];
}

/** The values of the charts that made a remote cluster. */
export interface ChartOfRemote {
  /** In the order of their precedence, the weakest first. */
  readonly sources: readonly ValuesSource[];
  /** Id of the remote cluster. */
  readonly cluster: string;
  /** @default 'istio-system' */
  readonly namespace?: string;
  /** Kubernetes version of the cluster. @default - the newest that the line runs on, or left to mesh.yaml */
  readonly kubernetes?: string;
  /** Release of Istio. @default - as the values say */
  readonly istio?: string;
  /** Whether values that no chart reads are a warning, not errors. @default false */
  readonly ignoreUnknown?: boolean;
  /** Id of the primary cluster. @default 'primary' */
  readonly primaryName?: string;
}

/** A mesh of one line in the words of another. */
export interface MovedMesh {
  /** A commented mesh.yaml. */
  readonly text: string;
  /** What has no equivalent, with the place in the mesh that it was made from; not located yet. */
  readonly dropped: readonly Problem[];
}

/** What makes a mesh of this line from something else; loaded by `istio-remote migrate`. */
export interface Migration {
  /** Makes a mesh of the values of its charts. @throws UserError with everything that is wrong in the values */
  fromValues(chart: ChartOfRemote): MigratedMesh;
  /**
   * Makes a mesh with several primaries of the values of their control planes, a source for each.
   * @param istio the release, where the values do not say it
   */
  fromPrimaryValues?(sources: readonly ValuesSource[], istio?: string): MigratedMesh;
  /**
   * Makes a mesh of this line of a mesh of Istio 1.0.
   * @param input the mesh file as it is written
   * @param to release to move to
   */
  fromIstio10?(input: unknown, file: string, to: string): MovedMesh;
}

/** The sidecars of a line whose sidecars are known before anything runs. */
export interface MeshInjection<M extends MeshWithAddOns = MeshWithAddOns> {
  /** What injects as a remote does; undefined where its injection template is the user's own. */
  injector(mesh: M, remote: RemoteOf<M>): Injector | undefined;
  /** What injects by a template and a mesh config that were made elsewhere, in files. @throws UserError */
  injectorOf(injectConfig: string, meshConfig: string): Promise<Injector>;
  /** The content of a remote's ConfigMaps with the injection template and the mesh config. */
  config(mesh: M, remote: RemoteOf<M>): { policy: string; template: string; meshConfig: object };
}

/**
 * A release line of Istio: everything that differs between the lines. Each room that needs something of a line has an
 * interface for it. This one joins them, and `registry.ts` loads what implements it.
 */
export interface Line<M extends MeshWithAddOns = MeshWithAddOns> extends MeshLine<M> {
  /** JSON Schemas of the value of `istio:`, any of which fits. */
  readonly releases: readonly object[];
  /** A first mesh.yaml to edit. @returns undefined for a release or a topology that the line does not have */
  starterMesh(release: string, topology: Topology): string | undefined;
  /** Every kind that it can make in a cluster, whatever the mesh says. */
  readonly kinds: readonly KindRef[];
  /** What is rendered for the primary, in apply order. */
  primaryFiles(mesh: M): Iterable<PlannedFile>;
  /** What is rendered for a remote, in apply order. */
  remoteFiles(mesh: M, remote: RemoteOf<M>): Iterable<PlannedFile>;
  /** What is rendered for Argo CD itself, which it does not get for each cluster anyway. @default - nothing */
  argoCdFiles?(mesh: M): Iterable<PlannedFile>;
  pageModel(mesh: M): PageModel;
  validation(mesh: M): ValidatedLine;
  membership(mesh: M): LineMembership;
  readonly signer: Signer;
  /** A note for the list of images, where the manifests do not name all of them. */
  readonly otherImages?: string;
  /** Undefined where the primary injects when a pod starts, so sidecars are not known beforehand. */
  readonly injection?: MeshInjection<M>;
  live(): Promise<LiveLine<M>>;
  /** What installs a control plane; loaded by `istio-remote control-plane`. */
  controlPlane(): Promise<LineControlPlane<M>>;
  migration(): Promise<Migration>;
}

/** Lets editors find the schema in an installed package. */
export const SCHEMA_COMMENT =
  '# yaml-language-server: $schema=./node_modules/cdk8s-istio-remote/schema/mesh.schema.json';
