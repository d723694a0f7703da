import { ApiObject, App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { Part } from '../kubernetes/part';
import { printYaml } from '../yaml/print-yaml';

/** Printed parts to remember: far more shapes than a mesh has, far less text than would hurt. */
const REMEMBERED_PARTS = 256;

/**
 * Renders clusters as YAML through cdk8s, each distinct part once: what a part renders depends on its construct and
 * props alone, and most parts of a mesh are the same in every cluster.
 */
export class Renderer {
  private readonly printed = new Map<object, Map<string, string>>();
  private count = 0;
  private chart = new Chart(new App(), 'parts');
  private last: { readonly parts: readonly string[]; readonly file: string } | undefined;

  /** The text of a file with these parts, in their order; every document begins with `---`. */
  file(parts: readonly Part[]): string {
    const texts = parts.map((part) => this.part(part));
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

  private part(part: Part): string {
    const props = JSON.stringify(part.props);
    const known = this.printed.get(part.construct)?.get(props);
    if (known !== undefined) return known;
    if (this.count >= REMEMBERED_PARTS) this.forget();
    const text = printPart(part, new Construct(this.chart, `${this.count++}`));
    const ofConstruct = this.printed.get(part.construct) ?? new Map<string, string>();
    this.printed.set(part.construct, ofConstruct.set(props, text));
    return text;
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
function printPart(part: Part, scope: Construct): string {
  return part
    .make(scope)
    .node.findAll()
    .filter((node) => ApiObject.isApiObject(node))
    .map((object) => `---\n${printYaml(object.toJson())}`)
    .join('');
}
