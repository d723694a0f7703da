import { ApiObject, App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { type RenderedObject, renderedObject } from '../add-ons/argocd/rendered-object';
import type { FinishedObject } from '../add-ons/finished-object';
import type { Manifest, PatchObject } from '../add-ons/patches/manifest';
import type { Part } from '../kubernetes/part';
import { printYaml } from '../kubernetes/text/print-yaml';
import { imagesInPart } from './images';

/** Characters of props and texts to remember: 2,000 shared Services have 1 million. */
const REMEMBERED_CHARACTERS = 16_000_000;
/** Constructs that one chart may have. */
const CONSTRUCTS_PER_CHART = 256;

/** An object of a part, as the API server gets it and as text. */
interface RenderedDocument {
  readonly manifest: Manifest;
  readonly text: string;
}

/** What one part renders. */
interface RenderedPart extends RenderedFile {
  /** Its objects, for patches; empty where the mesh has none. */
  readonly documents: () => readonly RenderedDocument[];
}

/** How objects are rendered. */
interface RenderProps {
  /** Writes into objects what a delivery tool reads there. @default - nothing */
  readonly finish?: (object: FinishedObject) => FinishedObject;
  /** Whether files list their objects, for Argo CD's project. @default false */
  readonly listed?: boolean;
  /** Whether objects are remembered for patches. @default false */
  readonly patched?: boolean;
}

/** A file of constructs. */
interface RenderedFile {
  readonly text: string;
  /** What the files for Argo CD need to know of its objects; empty without Argo CD. */
  readonly objects: readonly RenderedObject[];
  /** Images that it names, those of one part sorted. */
  readonly images: readonly string[];
}

/**
 * Renders clusters as YAML through cdk8s, each distinct part once: what a part renders depends on its construct and
 * props alone, and most parts of a mesh are the same in every cluster.
 */
export class Renderer {
  private readonly printed = new Map<object, Map<string, RenderedPart>>();
  private readonly patchedTexts = new WeakMap<Manifest, string>();
  private remembered = 0;
  private count = 0;
  private chart = new Chart(new App(), 'parts');
  private last: { readonly parts: readonly string[]; readonly file: string } | undefined;

  constructor(private readonly props: RenderProps = {}) {}

  /**
   * A file with these parts, in their order; every document begins with `---`.
   * @param patch changes the objects of the cluster @default - they stay as they are
   */
  file(parts: readonly Part[], patch?: PatchObject): RenderedFile {
    const printed = parts.map((part) =>
      patch === undefined ? this.part(part) : this.patchedPart(part, patch),
    );
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

  /** Equal parts of clusters with equal patches are patched once: see {@link Patching}. */
  private patchedPart(part: Part, patch: PatchObject): RenderedFile {
    const plain = this.part(part);
    const before = plain.documents();
    const documents = before.map((document) => {
      const manifest = patch(document.manifest);
      return manifest === undefined ? document : { manifest, text: this.patchedText(manifest) };
    });
    if (documents.every((document, index) => document === before[index])) return plain;
    return this.joinedPart(documents);
  }

  /** Patched objects are remembered by what patched them, so their texts are too. */
  private patchedText(manifest: Manifest): string {
    const text = this.patchedTexts.get(manifest) ?? textOf(manifest);
    this.patchedTexts.set(manifest, text);
    return text;
  }

  private joinedPart(documents: readonly RenderedDocument[]): RenderedPart {
    const text = documents.map((document) => document.text).join('');
    const { listed = false, patched = false } = this.props;
    const kept = patched ? documents : [];
    return {
      text,
      images: imagesInPart(text),
      objects: listed ? documents.flatMap(({ manifest }) => renderedObject(manifest) ?? []) : [],
      documents: () => kept,
    };
  }

  private part({ pattern, ...part }: Part): RenderedPart {
    if (pattern !== undefined) {
      const printed = this.part(pattern.part);
      const unmarked = (text: string): string => text.replaceAll(pattern.mark, pattern.word);
      // Only clusters with patches ask for them.
      const documents = (): RenderedDocument[] =>
        printed.documents().map(({ manifest, text }) => ({
          manifest: JSON.parse(unmarked(JSON.stringify(manifest))) as Manifest,
          text: unmarked(text),
        }));
      return { ...printed, text: unmarked(printed.text), documents };
    }
    const props = JSON.stringify(part.props);
    const known = this.printed.get(part.construct)?.get(props);
    if (known !== undefined) return known;
    const printed = this.joinedPart(documentsOf(part, this.scope(), this.props));
    this.remembered += props.length + printed.text.length;
    // Neither texts nor constructs pile up in a mesh whose clusters all differ.
    if (this.remembered > REMEMBERED_CHARACTERS) this.forget();
    const ofConstruct = this.printed.get(part.construct) ?? new Map<string, RenderedPart>();
    this.printed.set(part.construct, ofConstruct.set(props, printed));
    return printed;
  }

  private forget(): void {
    this.printed.clear();
    this.remembered = 0;
  }

  private scope(): Construct {
    if (this.count === CONSTRUCTS_PER_CHART) {
      this.count = 0;
      this.chart = new Chart(new App(), 'parts');
    }
    return new Construct(this.chart, `${this.count++}`);
  }
}

/**
 * The objects of a part in the order in which it makes them. `Chart.toJson` would look through the whole app for
 * dependencies and validations, again for each part; no part declares any.
 */
function documentsOf(
  part: Part,
  scope: Construct,
  { finish = (object) => object }: RenderProps,
): RenderedDocument[] {
  return part
    .make(scope)
    .node.findAll()
    .filter((node) => ApiObject.isApiObject(node))
    .map((object) => {
      const manifest = finish(object.toJson()) as unknown as Manifest;
      return { manifest, text: textOf(manifest) };
    });
}

function textOf(manifest: Manifest): string {
  return `---\n${printYaml(manifest)}`;
}
