import { documentPieces } from '../../kubernetes/text/documents';
import { readManifest } from '../../kubernetes/text/read-yaml';
import { type RenderedObject, renderedObject } from './rendered-object';

/** The objects of a file that is not made of constructs: people's own workloads, or definitions of Istio's kinds. */
export function objectsInText(text: string): RenderedObject[] {
  return [...documentPieces([text])].flatMap(({ text: document, number }) => {
    if (number === 0) return [];
    // Hundreds of kilobytes of schemas, of which nothing else counts.
    if (/^kind: CustomResourceDefinition$/m.test(document)) return [DEFINITION];
    return objectsIn(readManifest(document).value);
  });
}

const DEFINITION: RenderedObject = {
  group: 'apiextensions.k8s.io',
  kind: 'CustomResourceDefinition',
  namespace: undefined,
  writtenAtRunTime: [],
};

/** An object, or those in a `List`. Their run-time fields are their owners' business. */
function objectsIn(value: unknown): RenderedObject[] {
  const items: unknown =
    typeof value === 'object' && value !== null && 'items' in value ? value.items : undefined;
  if (Array.isArray(items)) return items.flatMap(objectsIn);
  const object = renderedObject(value);
  return object === undefined ? [] : [{ ...object, writtenAtRunTime: [] }];
}
