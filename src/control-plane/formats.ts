/** Ways to install a control plane. */
export const FORMATS = ['helm', 'istioctl', 'sail', 'argocd'] as const;

/** A way to install a control plane. */
export type Format = (typeof FORMATS)[number];
