import fc from 'fast-check';
import { type CreateNodeOptions, type DocumentOptions, stringify, type ToStringOptions } from 'yaml';

/** The style of a manifest. */
export interface Style {
  readonly write: (manifest: unknown) => string;
  readonly name: string;
}

const name = fc.stringMatching(/^[a-z]([-a-z0-9]{0,8}[a-z0-9])?$/);
const text = fc.constantFrom(
  'x',
  '',
  'yes',
  '010',
  'a: b',
  '# no comment',
  'two\nlines',
  'end\n\n',
  ' padded ',
  '- dash',
);
const port = fc.integer({ min: 1, max: 65535 });

const container = fc.record(
  {
    name,
    image: fc.constantFrom('nginx', 'repo.example.com/app:1.0'),
    command: fc.array(text, { maxLength: 2 }),
    ports: fc.array(fc.record({ containerPort: port }), { maxLength: 2 }),
    env: fc.array(fc.record({ name, value: text }), { maxLength: 2 }),
  },
  { requiredKeys: ['name'] },
);
const volume = fc.record({ name, emptyDir: fc.constant({}) });

const podSpec = fc.record(
  {
    containers: fc.oneof(fc.array(container, { maxLength: 3 }), fc.constant(null)),
    initContainers: fc.oneof(fc.array(container, { maxLength: 2 }), fc.constant(null)),
    volumes: fc.oneof(fc.array(volume, { maxLength: 2 }), fc.constant(null)),
    serviceAccountName: name,
    nodeSelector: fc.dictionary(name, text, { maxKeys: 2 }),
  },
  { requiredKeys: ['containers'] },
);

const metadata = fc.record(
  {
    name,
    labels: fc.record({ app: name }, { requiredKeys: [] }),
    annotations: fc.oneof(fc.dictionary(name, text, { maxKeys: 2 }), fc.constant(null)),
  },
  { requiredKeys: [] },
);

/** In any order of keys. */
function shuffled(record: fc.Arbitrary<object>): fc.Arbitrary<object> {
  return record.chain((value) =>
    fc
      .shuffledSubarray(Object.entries(value), { minLength: Object.keys(value).length })
      .map((entries) => Object.fromEntries(entries)),
  );
}

const template = shuffled(
  fc.record(
    { metadata: fc.oneof(shuffled(metadata), fc.constant(null)), spec: shuffled(podSpec) },
    { requiredKeys: ['spec'] },
  ),
);

const deployment = template.map((inner) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: { replicas: 1, template: inner },
}));
const pod = fc.tuple(shuffled(metadata), shuffled(podSpec)).map(([meta, spec]) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { ...meta, name: 'web' },
  spec,
}));
const cronJob = template.map((inner) => ({
  apiVersion: 'batch/v1beta1',
  kind: 'CronJob',
  metadata: { name: 'web' },
  spec: { schedule: '* * * * *', jobTemplate: { spec: { template: inner } } },
}));
const service = fc.constant({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' } });
const workload = fc.oneof(deployment, pod, cronJob);

/** Manifests with pods, alone or in Lists. */
export const manifests: fc.Arbitrary<object> = fc.oneof(
  { weight: 3, arbitrary: workload },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.oneof(workload, service), { minLength: 1, maxLength: 3 })
      .map((items) => ({ apiVersion: 'v1', kind: 'List', items })),
  },
);

/** Comments above, beside and below lines. After texts with several lines they would not be comments. */
function commented(yaml: string): string {
  if (/[|>][-+\d]*$/m.test(yaml) || /"\n|\\$/m.test(yaml)) return yaml;
  return yaml.replace(
    /^( *)(- )?(name|spec|metadata|image):(.*)$/gm,
    (line, indent: string, dash: string | undefined) =>
      dash === undefined ? `${indent}# above\n${line} # beside` : `${line} # beside\n${indent}  # below`,
  );
}

function block(
  options: ToStringOptions & DocumentOptions & CreateNodeOptions = {},
): (manifest: unknown) => string {
  return (manifest) =>
    stringify(manifest, { lineWidth: 0, aliasDuplicateObjects: false, version: '1.1', ...options });
}

/** The styles that users and tools write manifests in. */
export const styles: readonly Style[] = [
  { name: 'block style', write: block() },
  { name: 'block style with lists below their keys', write: block({ indentSeq: false }) },
  { name: 'block style with four columns', write: block({ indent: 4 }) },
  { name: 'block style behind ---', write: (manifest) => `---\n${block()(manifest)}` },
  { name: 'block style with comments', write: (manifest) => commented(block()(manifest)) },
  { name: 'block style with empty nulls', write: block({ nullStr: '' }) },
  { name: 'block style without a last line break', write: (manifest) => block()(manifest).trimEnd() },
  { name: 'block style with CRLF', write: (manifest) => block()(manifest).replaceAll('\n', '\r\n') },
  { name: 'flow style', write: block({ collectionStyle: 'flow' }) },
  { name: 'JSON', write: (manifest) => JSON.stringify(manifest) },
  { name: 'JSON with two columns', write: (manifest) => `${JSON.stringify(manifest, undefined, 2)}\n` },
  { name: 'JSON with tabs', write: (manifest) => JSON.stringify(manifest, undefined, '\t') },
];
