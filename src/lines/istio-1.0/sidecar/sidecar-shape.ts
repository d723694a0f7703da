/** A field of a Kubernetes type: a scalar, a list, a map of scalars or lists with any keys, or named fields. */
export type Shape =
  | 'text'
  | 'number'
  | 'truth'
  /** A quantity or a port: a number or a text. */
  | 'any'
  | { readonly list: Shape }
  | { readonly map: Shape }
  | { readonly fields: Fields };
type Fields = Readonly<Record<string, Shape>>;

const fields = (shapes: Fields): Shape => ({ fields: shapes });
/** Returns fields of one shape. @param names separated by blanks */
const all = (shape: Shape, names: string): Fields =>
  Object.fromEntries(names.split(' ').map((name) => [name, shape]));
const texts: Shape = { list: 'text' };
const named = { name: 'text', optional: 'truth' } as const;
const keyed = fields({ ...named, key: 'text' });
const items: Shape = { list: fields({ key: 'text', path: 'text', mode: 'number' }) };
const fieldRef = fields(all('text', 'apiVersion fieldPath'));
const resourceFieldRef = fields({ containerName: 'text', resource: 'text', divisor: 'any' });
const downward: Shape = { list: fields({ path: 'text', fieldRef, resourceFieldRef, mode: 'number' }) };

const handler: Fields = {
  exec: fields({ command: texts }),
  httpGet: fields({
    ...all('text', 'path host scheme'),
    port: 'any',
    httpHeaders: { list: fields(all('text', 'name value')) },
  }),
  tcpSocket: fields({ port: 'any', host: 'text' }),
};

const probe = fields({
  ...handler,
  ...all('number', 'initialDelaySeconds timeoutSeconds periodSeconds successThreshold failureThreshold'),
});

const securityContext = fields({
  capabilities: fields({ add: texts, drop: texts }),
  seLinuxOptions: fields(all('text', 'user role type level')),
  ...all('truth', 'privileged runAsNonRoot readOnlyRootFilesystem allowPrivilegeEscalation'),
  ...all('number', 'runAsUser runAsGroup'),
  procMount: 'text',
});

const container = fields({
  ...all('text', 'name image workingDir imagePullPolicy terminationMessagePath terminationMessagePolicy'),
  ...all('truth', 'stdin stdinOnce tty'),
  command: texts,
  args: texts,
  ports: {
    list: fields({ ...all('text', 'name protocol hostIP'), ...all('number', 'hostPort containerPort') }),
  },
  envFrom: { list: fields({ prefix: 'text', configMapRef: fields(named), secretRef: fields(named) }) },
  env: {
    list: fields({
      ...all('text', 'name value'),
      valueFrom: fields({ fieldRef, resourceFieldRef, configMapKeyRef: keyed, secretKeyRef: keyed }),
    }),
  },
  resources: fields({ limits: { map: 'any' }, requests: { map: 'any' } }),
  volumeMounts: {
    list: fields({ ...all('text', 'name mountPath subPath mountPropagation'), readOnly: 'truth' }),
  },
  volumeDevices: { list: fields(all('text', 'name devicePath')) },
  livenessProbe: probe,
  readinessProbe: probe,
  lifecycle: fields({ postStart: fields(handler), preStop: fields(handler) }),
  securityContext,
});

const defaultMode = 'number';
const volume = fields({
  name: 'text',
  hostPath: fields(all('text', 'path type')),
  emptyDir: fields({ medium: 'text', sizeLimit: 'any' }),
  secret: fields({ secretName: 'text', items, defaultMode, optional: 'truth' }),
  configMap: fields({ ...named, items, defaultMode }),
  downwardAPI: fields({ items: downward, defaultMode }),
  projected: fields({
    sources: {
      list: fields({
        secret: fields({ ...named, items }),
        configMap: fields({ ...named, items }),
        downwardAPI: fields({ items: downward }),
        serviceAccountToken: fields({ audience: 'text', expirationSeconds: 'number', path: 'text' }),
      }),
    },
    defaultMode,
  }),
  persistentVolumeClaim: fields({ claimName: 'text', readOnly: 'truth' }),
  nfs: fields({ server: 'text', path: 'text', readOnly: 'truth' }),
  csi: fields({ driver: 'text', readOnly: 'truth', fsType: 'text', volumeAttributes: { map: 'text' } }),
  flexVolume: fields({ driver: 'text', fsType: 'text', readOnly: 'truth', options: { map: 'text' } }),
});

/**
 * The fields that an injection template may set. The injector reads the result into these types and drops all other
 * fields. Source: 1.0.9, inject.go (SidecarInjectionSpec) and its vendored k8s.io/api/core/v1.
 */
export const SIDECAR_SHAPE: Fields = {
  initContainers: { list: container },
  containers: { list: container },
  volumes: { list: volume },
  imagePullSecrets: { list: fields({ name: 'text' }) },
};
