/** A field of a Kubernetes type: a scalar, a list, a map of scalars or lists by any key, or fields by name. */
export type Shape =
  | 'text'
  | 'number'
  | 'truth'
  /** A quantity or a port, which may be either. */
  | 'any'
  | { readonly list: Shape }
  | { readonly map: Shape }
  | { readonly fields: Readonly<Record<string, Shape>> };

const texts: Shape = { list: 'text' };
const fields = (shapes: Readonly<Record<string, Shape>>): Shape => ({ fields: shapes });
const named = { name: 'text', optional: 'truth' } as const;
const keyed = fields({ ...named, key: 'text' });
const items: Shape = { list: fields({ key: 'text', path: 'text', mode: 'number' }) };
const fieldRef = fields({ apiVersion: 'text', fieldPath: 'text' });
const resourceFieldRef = fields({ containerName: 'text', resource: 'text', divisor: 'any' });
const downward: Shape = { list: fields({ path: 'text', fieldRef, resourceFieldRef, mode: 'number' }) };

const handler = {
  exec: fields({ command: texts }),
  httpGet: fields({
    path: 'text',
    port: 'any',
    host: 'text',
    scheme: 'text',
    httpHeaders: { list: fields({ name: 'text', value: 'text' }) },
  }),
  tcpSocket: fields({ port: 'any', host: 'text' }),
} as const;

const probe = fields({
  ...handler,
  initialDelaySeconds: 'number',
  timeoutSeconds: 'number',
  periodSeconds: 'number',
  successThreshold: 'number',
  failureThreshold: 'number',
});

const securityContext = fields({
  capabilities: fields({ add: texts, drop: texts }),
  privileged: 'truth',
  seLinuxOptions: fields({ user: 'text', role: 'text', type: 'text', level: 'text' }),
  runAsUser: 'number',
  runAsGroup: 'number',
  runAsNonRoot: 'truth',
  readOnlyRootFilesystem: 'truth',
  allowPrivilegeEscalation: 'truth',
  procMount: 'text',
});

const container = fields({
  name: 'text',
  image: 'text',
  command: texts,
  args: texts,
  workingDir: 'text',
  ports: {
    list: fields({
      name: 'text',
      hostPort: 'number',
      containerPort: 'number',
      protocol: 'text',
      hostIP: 'text',
    }),
  },
  envFrom: { list: fields({ prefix: 'text', configMapRef: fields(named), secretRef: fields(named) }) },
  env: {
    list: fields({
      name: 'text',
      value: 'text',
      valueFrom: fields({ fieldRef, resourceFieldRef, configMapKeyRef: keyed, secretKeyRef: keyed }),
    }),
  },
  resources: fields({ limits: { map: 'any' }, requests: { map: 'any' } }),
  volumeMounts: {
    list: fields({
      name: 'text',
      readOnly: 'truth',
      mountPath: 'text',
      subPath: 'text',
      mountPropagation: 'text',
    }),
  },
  volumeDevices: { list: fields({ name: 'text', devicePath: 'text' }) },
  livenessProbe: probe,
  readinessProbe: probe,
  lifecycle: fields({ postStart: fields(handler), preStop: fields(handler) }),
  terminationMessagePath: 'text',
  terminationMessagePolicy: 'text',
  imagePullPolicy: 'text',
  securityContext,
  stdin: 'truth',
  stdinOnce: 'truth',
  tty: 'truth',
});

const mode = 'number';
const volume = fields({
  name: 'text',
  hostPath: fields({ path: 'text', type: 'text' }),
  emptyDir: fields({ medium: 'text', sizeLimit: 'any' }),
  secret: fields({ secretName: 'text', items, defaultMode: mode, optional: 'truth' }),
  configMap: fields({ ...named, items, defaultMode: mode }),
  downwardAPI: fields({ items: downward, defaultMode: mode }),
  projected: fields({
    sources: {
      list: fields({
        secret: fields({ ...named, items }),
        configMap: fields({ ...named, items }),
        downwardAPI: fields({ items: downward }),
        serviceAccountToken: fields({ audience: 'text', expirationSeconds: 'number', path: 'text' }),
      }),
    },
    defaultMode: mode,
  }),
  persistentVolumeClaim: fields({ claimName: 'text', readOnly: 'truth' }),
  nfs: fields({ server: 'text', path: 'text', readOnly: 'truth' }),
  csi: fields({ driver: 'text', readOnly: 'truth', fsType: 'text', volumeAttributes: { map: 'text' } }),
  flexVolume: fields({ driver: 'text', fsType: 'text', readOnly: 'truth', options: { map: 'text' } }),
});

/**
 * What an injection template may hold. The injector reads it into these types, and what they lack vanishes.
 * Source: 1.0.9, inject.go (SidecarInjectionSpec) and its vendored k8s.io/api/core/v1.
 */
export const SIDECAR_SHAPE = {
  initContainers: { list: container },
  containers: { list: container },
  volumes: { list: volume },
  imagePullSecrets: { list: fields({ name: 'text' }) },
} as const satisfies Readonly<Record<string, Shape>>;
