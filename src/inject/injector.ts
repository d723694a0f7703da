/** A plain value that JSON can represent. */
export type Plain = string | number | boolean | readonly Plain[] | { readonly [key: string]: Plain };

/** The lists that injection adds to a pod, in append order. */
export const SIDECAR_LISTS = ['initContainers', 'containers', 'volumes', 'imagePullSecrets'] as const;
export type SidecarList = (typeof SIDECAR_LISTS)[number];

/** A sidecar for one pod. An undefined list adds nothing. */
export type Sidecar = { readonly [List in SidecarList]?: readonly Plain[] };

/** A pod, or a pod template, before injection. */
export interface PodView {
  readonly metadata: {
    /** Empty if a controller or the API server chooses it. */
    readonly name: string;
    /** Prefix of such a name, without the hash or time that a controller adds in the cluster. */
    readonly generateName: string;
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  };
  readonly spec: Readonly<Record<string, unknown>>;
}

/** Creates the sidecars of the pods of one cluster. */
export interface Injector {
  /** SHA-256 of the injection template. An injector finds it in the status of its own sidecars. */
  readonly version: string;
  /** Whether pods without an annotation get a sidecar. */
  readonly policy: 'enabled' | 'disabled';
  /**
   * @param pod as an API server sends it to an injector: see `admittedPod`
   * @throws UserError if the template does not fit the pod
   */
  sidecar(pod: PodView): Sidecar;
}
