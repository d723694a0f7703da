type Objects = readonly (readonly [title: string, manifest: string])[];

/** Versions of Kubernetes. The end-to-end tests send the objects to real API servers. */
export const API_SERVERS = ['1.20', '1.34'] as const;

/** Objects that a version refuses. */
export function refusedBy(kubernetes: (typeof API_SERVERS)[number]): Objects {
  return [...REFUSED, ...(kubernetes === '1.20' ? [AUTOSCALER_V2] : OLD_APIS)];
}

/** Objects that a version accepts, although they look wrong. */
export function takenBy(kubernetes: (typeof API_SERVERS)[number]): Objects {
  return [...TAKEN, ...(kubernetes === '1.20' ? OLD_APIS : [CRON_JOB_V1, AUTOSCALER_V2])];
}

const REFUSED: Objects = [
  ['a text for an integer', deployment('replicas: "1"')],
  ['an unknown field of a container', deployment('', 'imagePolicy: Always')],
  [
    'a selector that misses the pods',
    deployment('').replace('labels: { app: web }', 'labels: { app: other }'),
  ],
  ['a mount without its volume', deployment('', 'volumeMounts: [{ name: a, mountPath: /a }]')],
  ['a container with capitals', deployment('').replace('name: web, image', 'name: Web, image')],
  [
    'two containers of one name',
    deployment('').replace('containers: [', 'containers: [{ name: web, image: a }, '),
  ],
  ['an unknown pull policy', deployment('', 'imagePullPolicy: Sometimes')],
  ['a quantity that is none', deployment('', 'resources: { limits: { cpu: 1 core } }')],
  ['a Deployment of a group that is gone', deployment('').replace('apps/v1', 'extensions/v1beta1')],
  ['a Deployment without a selector', deployment('').replace('selector: { matchLabels: { app: web } },', '')],
  ['a label value with a blank', object('ConfigMap', 'labels: { a: "b c" }', '')],
  ['a label key with two slashes', object('ConfigMap', 'labels: { a/b/c: d }', '')],
  ['an annotation without a name', object('ConfigMap', 'annotations: { "a/": d }', '')],
  ['too many annotations', object('ConfigMap', `annotations: { a: "${'x'.repeat(263_000)}" }`, '')],
  ['a number in a ConfigMap', object('ConfigMap', '', 'data: { a: 1 }')],
  ['a key that is no file name', object('ConfigMap', '', 'data: { a/b: c }')],
  ['a Secret that is not base64', object('Secret', '', 'data: { a: "%%%" }')],
  [
    'a Service with capitals',
    object('Service', '', 'spec: { ports: [{ port: 80 }] }').replace('name: a', 'name: A'),
  ],
  ['a Service of a bad port', object('Service', '', 'spec: { ports: [{ port: 99999 }] }')],
  ['a Service of an unknown type', object('Service', '', 'spec: { type: Any, ports: [{ port: 80 }] }')],
];

const TAKEN: Objects = [
  [
    'quantities as numbers',
    deployment('', 'resources: { limits: { cpu: 1, memory: 1e9 }, requests: { cpu: 0.5 } }'),
  ],
  ['null for nothing', deployment('replicas: null', 'env: null')],
  [
    'status and times, as kubectl prints them',
    deployment('').replace('name: web,', 'name: web, creationTimestamp: null,'),
  ],
  [
    'ports by name and by number',
    deployment(
      '',
      'ports: [{ name: http, containerPort: 80 }], readinessProbe: { httpGet: { port: http } }, livenessProbe: { tcpSocket: { port: 80 } }',
    ),
  ],
  ['an annotation with a capital domain', object('ConfigMap', 'annotations: { Example.com/a: b }', '')],
  ['an empty label value', object('ConfigMap', 'labels: { a: "" }', '')],
  ['an empty Secret value', object('Secret', '', 'data: { a: "" }')],
  ['a name with dots', object('ConfigMap', '', '').replace('name: a', 'name: a.b-c.1')],
  [
    'a role with a colon',
    `apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: "a:B" }\nrules: []\n`,
  ],
  [
    'a StatefulSet that mounts what it claims',
    `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec: { containers: [{ name: db, image: db, volumeMounts: [{ name: data, mountPath: /data }] }] }
  volumeClaimTemplates:
    - metadata: { name: data }
      spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
`,
  ],
  [
    'an Ingress',
    `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web }
spec:
  rules:
    - http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] }
`,
  ],
];

/** Served from 1.21 on. */
const CRON_JOB_V1 = cronJob('batch/v1');

/** Served from 1.23 on. */
const AUTOSCALER_V2 = autoscaler('autoscaling/v2');

/** Served up to 1.24 and 1.25. */
const OLD_APIS: Objects = [cronJob('batch/v1beta1'), autoscaler('autoscaling/v2beta2')];

function cronJob(apiVersion: string): Objects[number] {
  return [
    `a CronJob of ${apiVersion}`,
    `apiVersion: ${apiVersion}
kind: CronJob
metadata: { name: nightly }
spec:
  schedule: "0 3 * * *"
  jobTemplate: { spec: { template: { spec: { restartPolicy: Never, containers: [{ name: a, image: a }] } } } }
`,
  ];
}

function autoscaler(apiVersion: string): Objects[number] {
  return [
    `an autoscaler of ${apiVersion} with behaviour`,
    `apiVersion: ${apiVersion}
kind: HorizontalPodAutoscaler
metadata: { name: web }
spec:
  maxReplicas: 3
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  behavior: { scaleDown: { stabilizationWindowSeconds: 60 } }
  metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 50 } } }]
`,
  ];
}

function deployment(spec: string, container = ''): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: default }
spec: { ${spec === '' ? '' : `${spec}, `}selector: { matchLabels: { app: web } }, template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: web, image: web${container === '' ? '' : `, ${container}`} }] } } }
`;
}

function object(kind: string, metadata: string, rest: string): string {
  return `apiVersion: v1\nkind: ${kind}\nmetadata: { name: a${metadata === '' ? '' : `, ${metadata}`} }\n${rest}\n`;
}
