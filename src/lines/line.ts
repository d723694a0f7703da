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

/** The parts of a line for live clusters. They are loaded when a command connects to one. */
export interface LiveLine<M extends MeshWithAddOns = MeshWithAddOns> {
  readonly checks: LineChecks<M>;
  readonly addresses: AddressFinder<M, string, string>;
}

/** A mesh file generated from another format. */
export interface MigratedMesh {
  /** A commented mesh.yaml. */
  readonly text: string;
  /** Values that are doubtful or have no equivalent. */
  readonly warnings: readonly Problem[];
}

/** The chart values of a remote cluster. */
export interface ChartOfRemote {
  /** Values sources; later ones take precedence. */
  readonly sources: readonly ValuesSource[];
  /** Id of the remote cluster. */
  readonly cluster: string;
  /** Namespace of the Helm release. @default 'istio-system' */
  readonly namespace?: string;
  /** Kubernetes version of the cluster. @default - the newest that the line supports, or not in mesh.yaml */
  readonly kubernetes?: string;
  /** Release of Istio. @default - the one in the values */
  readonly istio?: string;
  /** Whether unknown values are a warning instead of an error. @default false */
  readonly ignoreUnknown?: boolean;
  /** Id of the primary cluster. @default 'primary' */
  readonly primaryName?: string;
}

/** A mesh of one line, translated to another. */
export interface MovedMesh {
  /** A commented mesh.yaml. */
  readonly text: string;
  /** Options without an equivalent, with their path in the old mesh and without line and column. */
  readonly dropped: readonly Problem[];
}

/** Generates a mesh of this line from something else. Loaded by `istio-remote migrate`. */
export interface Migration {
  /** Generates a mesh from the values of its charts. @throws UserError with every mistake in the values */
  fromValues(chart: ChartOfRemote): MigratedMesh;
  /**
   * Generates a mesh with several primaries from the values of their control planes, one source for each.
   * @param istio the release, if the values do not contain it
   */
  fromPrimaryValues?(sources: readonly ValuesSource[], istio?: string): MigratedMesh;
  /**
   * Generates a mesh of this line from a mesh of Istio 1.0.
   * @param input the mesh file as written
   * @param to the new release
   */
  fromIstio10?(input: unknown, file: string, to: string): MovedMesh;
}

/** The sidecars of a line that knows them before pods start. */
export interface MeshInjection<M extends MeshWithAddOns = MeshWithAddOns> {
  /** Returns the injector of a remote. Undefined if its injection template is the user's own. */
  injector(mesh: M, remote: RemoteOf<M>): Injector | undefined;
  /** Returns an injector for a template and a mesh config in files. @throws UserError */
  injectorOf(injectConfig: string, meshConfig: string): Promise<Injector>;
  /** Returns the content of a remote's ConfigMaps with the injection template and the mesh config. */
  config(mesh: M, remote: RemoteOf<M>): { policy: string; template: string; meshConfig: object };
}

/**
 * A release line of Istio, with all differences between the lines. Each folder that needs facts of a line has an
 * interface for them. This interface joins them, and `registry.ts` loads the implementations.
 */
export interface Line<M extends MeshWithAddOns = MeshWithAddOns> extends MeshLine<M> {
  /** JSON Schemas of the value of `istio:`. One of them has to match. */
  readonly releases: readonly object[];
  /** Returns a starter mesh.yaml. @returns undefined if the line does not have the release or topology */
  starterMesh(release: string, topology: Topology): string | undefined;
  /** Every kind that the line can create in a cluster. */
  readonly kinds: readonly KindRef[];
  /** Returns the files of the primary, in apply order. */
  primaryFiles(mesh: M): Iterable<PlannedFile>;
  /** Returns the files of a remote, in apply order. */
  remoteFiles(mesh: M, remote: RemoteOf<M>): Iterable<PlannedFile>;
  /** Returns additional files for Argo CD itself. @default - none */
  argoCdFiles?(mesh: M): Iterable<PlannedFile>;
  pageModel(mesh: M): PageModel;
  validation(mesh: M): ValidatedLine;
  membership(mesh: M): LineMembership;
  readonly signer: Signer;
  /** A note for the list of images, if the manifests do not contain all of them. */
  readonly otherImages?: string;
  /** Undefined if the primary injects when a pod starts, so that sidecars are not known before. */
  readonly injection?: MeshInjection<M>;
  live(): Promise<LiveLine<M>>;
  /** Returns the functions to print the control plane's installation. Loaded by `istio-remote control-plane`. */
  controlPlane(): Promise<LineControlPlane<M>>;
  migration(): Promise<Migration>;
}

/** Lets editors find the schema in an installed package. */
export const SCHEMA_COMMENT =
  '# yaml-language-server: $schema=./node_modules/cdk8s-istio-remote/schema/mesh.schema.json';
