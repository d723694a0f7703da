import { ApiObject, App, Chart } from 'cdk8s';
import type { Part } from '../istio-1.0/parts';
import { printYaml } from '../yaml/print-yaml';

/** Printed parts to remember: far more shapes than a mesh has, far less text than would hurt. */
const REMEMBERED_PARTS = 256;

/**
 * Renders clusters as YAML through cdk8s, each distinct part once: what a part renders depends on its construct and
 * props alone, and most parts of a mesh are the same in every cluster.
 */
export class Renderer {
  private readonly printed = new Map<string, string>();
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
    const key = `${part.construct} ${JSON.stringify(part.props)}`;
    const known = this.printed.get(key);
    if (known !== undefined) return known;
    const text = printPart(part);
    if (this.printed.size >= REMEMBERED_PARTS) this.forgetOldest();
    this.printed.set(key, text);
    return text;
  }

  private forgetOldest(): void {
    const [oldest] = this.printed.keys();
    if (oldest !== undefined) this.printed.delete(oldest);
  }
}

/**
 * A chart of its own for each part: the cost of a chart grows with the square of what its app holds. Objects come in
 * the order in which the part makes them; no part declares dependencies or validations, which `Chart.toJson` is for.
 */
function printPart(part: Part): string {
  return part
    .make(new Chart(new App(), 'part'))
    .node.findAll()
    .filter((node) => ApiObject.isApiObject(node))
    .map((object) => `---\n${printYaml(object.toJson())}`)
    .join('');
}
