import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ValuesSource } from '../../../../src/migrate/helm-values/read-values';
import { asMap, asMaps, type KubeObject, readObjects } from '../../../chart-objects';
import { chartFolder, helmTemplate, REFERENCE } from '../../../reference';
import { type ParityCase, sourceOf } from './cases';

/** Whether {@link chartObjects} and {@link chartGateway} have a rendering, from the charts or from the reference. */
export function isRendered(release: string, name: string): boolean {
  return chartOf(release, 'base') !== undefined || existsSync(fileOf(release, `istiod-${name}`));
}

const known = new Map<string, KubeObject[]>();

/** Returns everything that the charts `istiod` and `base` render for a case. */
export function chartObjects(release: string, each: ParityCase): KubeObject[] {
  const key = `${release} ${each.name}`;
  const objects = known.get(key) ?? rendered(release, each) ?? referenceObjects(release, each);
  known.set(key, objects);
  return objects;
}

/** Renders the available charts. */
function rendered(release: string, each: ParityCase): KubeObject[] | undefined {
  const { namespace = 'istio-system', base = '' } = each;
  const charts = [chartOf(release, 'istio-control/istio-discovery'), chartOf(release, 'base')] as const;
  if (charts[0] === undefined || charts[1] === undefined) return undefined;
  const values = [sourceOf(each)];
  const ofIstiod = helmTemplate({ chart: charts[0], name: 'istiod', namespace, sources: values });
  const more: ValuesSource[] = [
    { kind: 'file', name: 'base.yaml', text: base },
    // Leaves definitions unrendered, which is faster.
    { kind: 'set', text: 'base.enableCRDTemplates=false' },
  ];
  const ofBase = helmTemplate({
    chart: charts[1],
    name: 'istio-base',
    namespace,
    sources: [...values, ...more],
  });
  return [...readObjects(ofIstiod), ...readObjects(withoutDefinitions(ofBase))];
}

/** The reference's output of them. */
function referenceObjects(release: string, each: ParityCase): KubeObject[] {
  return [
    ...readObjects(renderedText(release, `istiod-${each.name}`)),
    ...readObjects(renderedText(release, 'base.nocrd')).map((object) => ofCase(object, each)),
  ];
}

/** Definitions are copied from a file, and have 20,000 lines. */
export function withoutDefinitions(manifests: string): string {
  const documents = manifests.split(/^---$/m);
  return documents.filter((text) => !/^kind: CustomResourceDefinition$/m.test(text)).join('---');
}

/** The chart `gateway` with networkGateway: network2. */
export function chartGateway(release: string): KubeObject[] {
  const chart = chartOf(release, 'gateway');
  if (chart === undefined) return readObjects(renderedText(release, 'eastwest-gateway'));
  const values: ValuesSource = { kind: 'set', text: 'networkGateway=network2' };
  const name = 'istio-eastwestgateway';
  return readObjects(helmTemplate({ chart, name, namespace: 'istio-system', sources: [values] }));
}

/** Returns the text of the reference, for example of `istiod-ip`. */
function renderedText(release: string, name: string): string {
  return readFileSync(fileOf(release, name), 'utf8');
}

function fileOf(release: string, name: string): string {
  return join(REFERENCE ?? '/nowhere', 'istio-current', release, `${name}.yaml`);
}

export function chartOf(release: string, path: string): string | undefined {
  return chartFolder(release, join('manifests/charts', path));
}

/** The reference contains the chart `base` once: for the namespace istio-system and the default revision. */
function ofCase(object: KubeObject, { name, namespace = 'istio-system' }: ParityCase): KubeObject {
  if (object.kind === 'ServiceAccount')
    return { ...object, metadata: { ...asMap(object.metadata), namespace } };
  const service = { name: name === 'revision' ? 'istiod-1-30' : 'istiod', namespace, path: '/validate' };
  const labels = {
    ...asMap(asMap(object.metadata).labels),
    'istio.io/rev': name === 'revision' ? '1-30' : 'default',
  };
  // As its templates do with base.validationCABundle.
  const trusted =
    name === 'caBundle' ? { clientConfig: { service, caBundle: 'Q0FCVU5ETEU=' }, failurePolicy: 'Fail' } : {};
  return {
    ...object,
    metadata: { ...asMap(object.metadata), labels },
    webhooks: asMaps(object.webhooks).map((webhook) => ({
      ...webhook,
      clientConfig: { service },
      ...trusted,
    })),
  };
}
