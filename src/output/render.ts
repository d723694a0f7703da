import { ApiObject, App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { type RenderedObject, renderedObject } from '../add-ons/argocd/rendered-object';
import { withSyncWave } from '../add-ons/argocd/waves';
import type { Part } from '../kubernetes/part';
import { printYaml } from '../kubernetes/text/print-yaml';
import { imagesInPart } from './images';

/** Printed parts to remember: far more shapes than a mesh has, far less text than would hurt. */
const REMEMBERED_PARTS = 256;

/** A file of constructs. */
interface RenderedFile {
  readonly text: string;
  /** What the files for Argo CD need to know of its objects; empty without Argo CD. */
  readonly objects: readonly RenderedObject[];
  /** Images that it names, those of one part sorted. */
  readonly images: readonly string[];
}

type Manifest = Parameters<typeof withSyncWave>[0];

/**
 * Renders clusters as YAML through cdk8s, each distinct part once: what a part renders depends on its construct and
 * props alone, and most parts of a mesh are the same in every cluster.
 */
export class Renderer {
  private readonly printed = new Map<object, Map<string, RenderedFile>>();
  private count = 0;
  private chart = new Chart(new App(), 'parts');
  private last: { readonly parts: readonly string[]; readonly file: string } | undefined;

  /** @param inOrder whether objects say in which wave Argo CD applies them */
  constructor(private readonly inOrder = false) {}

  /** A file with these parts, in their order; every document begins with `---`. */
  file(parts: readonly Part[]): RenderedFile {
    const printed = parts.map((part) => this.part(part));
    const objects = printed.flatMap((part) => part.objects);
    const images = printed.flatMap((part) => part.images);
    return { text: this.joined(printed.map(({ text }) => text)), objects, images };
  }

  private joined(texts: readonly string[]): string {
    const { last } = this;
    if (
      last !== undefined &&
      last.parts.length === texts.length &&
      texts.every((text, index) => text === last.parts[index])
    ) {
      return last.file;
    }
    const file = texts.join('');
    this.last = { parts: texts, file };
    return file;
  }

  private part({ pattern, ...part }: Part): RenderedFile {
    if (pattern !== undefined) {
      const printed = this.part(pattern.part);
      return { ...printed, text: printed.text.replaceAll(pattern.mark, pattern.word) };
    }
    const props = JSON.stringify(part.props);
    const known = this.printed.get(part.construct)?.get(props);
    if (known !== undefined) return known;
    if (this.count >= REMEMBERED_PARTS) this.forget();
    const printed = printPart(part, new Construct(this.chart, `${this.count++}`), this.inOrder);
    const ofConstruct = this.printed.get(part.construct) ?? new Map<string, RenderedFile>();
    this.printed.set(part.construct, ofConstruct.set(props, printed));
    return printed;
  }

  /** Starts anew, so that neither texts nor constructs pile up in a mesh whose clusters all differ. */
  private forget(): void {
    this.printed.clear();
    this.count = 0;
    this.chart = new Chart(new App(), 'parts');
  }
}

/**
 * The objects of a part in the order in which it makes them. `Chart.toJson` would look through the whole app for
 * dependencies and validations, again for each part; no part declares any.
 */
function printPart(part: Part, scope: Construct, inOrder: boolean): RenderedFile {
  const manifests = part
    .make(scope)
    .node.findAll()
    .filter((node) => ApiObject.isApiObject(node))
    .map((object): Manifest => (inOrder ? withSyncWave(object.toJson()) : object.toJson()));
  const text = manifests.map((manifest) => `---\n${printYaml(manifest)}`).join('');
  return {
    text,
    images: imagesInPart(text),
    objects: inOrder ? manifests.flatMap((manifest) => renderedObject(manifest) ?? []) : [],
  };
}
