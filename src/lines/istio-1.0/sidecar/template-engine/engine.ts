import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import { UserError } from '../../../../problem';

/** Evaluates Go templates. */
export interface TemplateEngine {
  /** @param data the template's data as JSON @returns the text, or why the template fails */
  evaluate(template: string, data: string): { readonly text: string } | { readonly error: string };
}

interface GoProgram {
  readonly importObject: object;
  run(instance: object): Promise<void>;
}

/** The part of WebAssembly that is used here. Its types come only with those of browsers. */
interface WithWebAssembly {
  readonly WebAssembly: {
    instantiate(code: Uint8Array, imports: object): Promise<{ readonly instance: object }>;
  };
}

interface GoScope {
  readonly [name: string]: unknown;
  Go?: new () => GoProgram;
  evaluateInjectionTemplate?: TemplateEngine['evaluate'];
}

const BUILT_IN = { Object, Array, Uint8Array, Date, process, TextEncoder, TextDecoder };

/** Returns the folders that may contain the engine: beside the built command line, and beside this source. */
function folders(): string[] {
  const here = dirname(fileURLToPath(import.meta.url));
  return [join(here, 'template-engine'), join(here, 'built')];
}

/**
 * Starts Go's own text/template, compiled to WebAssembly from main.go beside this file.
 * @param among folders to search; the first with an engine is used
 * @throws UserError if none of them contains the engine
 */
export async function openTemplateEngine(among: readonly string[] = folders()): Promise<TemplateEngine> {
  const folder = among.find((each) => existsSync(join(each, 'engine.wasm.br')));
  if (folder === undefined)
    throw new UserError(
      `--inject-config: ${among[0]} lacks the engine for Go templates. Install cdk8s-istio-remote again`,
    );
  // Go's glue code reads its dependencies from this scope and writes its results there, instead of to the process's
  // globals.
  const { crypto, performance } = globalThis;
  const scope: GoScope = { ...BUILT_IN, crypto, performance };
  new Function('globalThis', readFileSync(join(folder, 'wasm_exec.js'), 'utf8'))(scope);
  if (scope.Go === undefined) throw new Error('wasm_exec.js defines no Go');
  const program = new scope.Go();
  const code = brotliDecompressSync(readFileSync(join(folder, 'engine.wasm.br')));
  const { WebAssembly } = globalThis as unknown as WithWebAssembly;
  const { instance } = await WebAssembly.instantiate(code, program.importObject);
  void program.run(instance);
  const evaluate = scope.evaluateInjectionTemplate;
  if (evaluate === undefined) throw new Error('the engine for Go templates offers no function');
  return { evaluate };
}
