/** A plain value, as JSON has it. */
export type Plain = string | number | boolean | readonly Plain[] | { readonly [key: string]: Plain };

/** What injection adds to a pod, in append order. */
export const SIDECAR_LISTS = ['initContainers', 'containers', 'volumes', 'imagePullSecrets'] as const;
export type SidecarList = (typeof SIDECAR_LISTS)[number];

/** A sidecar for one pod; an absent list adds nothing. */
export type Sidecar = { readonly [List in SidecarList]?: readonly Plain[] };

/** A pod, or the template of pods, before injection. */
export interface PodView {
  readonly metadata: {
    /** Empty when a controller or the API server makes it. */
    readonly name: string;
    /** What such a name begins with; a controller's hash or time, which only the cluster knows, is not in it. */
    readonly generateName: string;
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  };
  readonly spec: Readonly<Record<string, unknown>>;
}

/** Makes sidecars for the pods of one cluster. */
export interface Injector {
  /** SHA-256 of the injection template; an injector finds it in the status of its own sidecars. */
  readonly version: string;
  /** Whether pods without an annotation get a sidecar. */
  readonly policy: 'enabled' | 'disabled';
  /**
   * @param pod as an API server hands it to an injector: see `admittedPod`
   * @throws UserError when the template does not fit the pod
   */
  sidecar(pod: PodView): Sidecar;
}
