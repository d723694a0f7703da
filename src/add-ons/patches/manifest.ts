/** An object of Kubernetes. */
export type Manifest = Readonly<Record<string, unknown>>;

/** Patches an object. @returns undefined if no patch changes it */
export type PatchObject = (object: Manifest) => Manifest | undefined;
