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
/** Limit of constructs in one chart. */
const CONSTRUCTS_PER_CHART = 256;

/** An object of a part, as sent to the API server and as text. */
interface RenderedDocument {
  readonly manifest: Manifest;
  readonly text: string;
}

/** The result of rendering one part. */
interface RenderedPart extends RenderedFile {
  /** Its objects, for patches. Empty if the mesh has no patches. */
  readonly documents: () => readonly RenderedDocument[];
}

/** How to render objects. */
interface RenderProps {
  /** Adds what a delivery tool reads to objects. @default - nothing */
  readonly finish?: (object: FinishedObject) => FinishedObject;
  /** Whether files list their objects, for Argo CD's project. @default false */
  readonly listed?: boolean;
  /** Whether to keep objects for patches. @default false */
  readonly patched?: boolean;
}

/** A file of constructs. */
interface RenderedFile {
  readonly text: string;
  /** Facts about its objects for the files of Argo CD. Empty without Argo CD. */
  readonly objects: readonly RenderedObject[];
  /** Images in the file; those of one part are sorted. */
  readonly images: readonly string[];
}

/**
 * Renders clusters as YAML through cdk8s, each distinct part once: only the construct and its props decide what a
 * part renders, and most parts of a mesh are the same in every cluster.
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
   * Renders a file with these parts, in order. Every document begins with `---`.
   * @param patch changes the objects of the cluster
   * @default - no changes
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

  /** Patches equal parts of clusters with equal patches once, see {@link Patching}. */
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

  /** Patched objects are cached by their patches, and so are their texts. */
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
      // Only clusters with patches need the documents.
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
    // In a mesh whose clusters all differ, texts and constructs must not pile up.
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
 * Renders the objects of a part in the order of their creation. `Chart.toJson` would search the whole app for
 * dependencies and validations again for each part, but no part has any.
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
