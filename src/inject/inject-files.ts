import { statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { withFile } from '../files';
import { UserError } from '../problem';
import { InjectionReport, injectedTexts, type Skipped, type Work } from './inject-document';
import { inputFiles, textOfFile, unreadable } from './input-files';
import { FileOutput, type Output, SpooledOutput } from './output-files';
import { readPodTemplate, WORKLOAD_KINDS } from './workload-kinds';

interface InjectOptions {
  /** Files and folders; `-` is standard input. */
  readonly files: readonly string[];
  /** File or folder. Undefined: print. */
  readonly output: string | undefined;
  readonly work: Work;
  /** Kinds with pods besides those of Kubernetes: `group/Kind=path`. */
  readonly podTemplates: readonly string[];
  /** Receives the results if there is no output. */
  readonly print: (text: string) => void;
  /** Called for every workload without a sidecar. */
  readonly onSkip: (skipped: Skipped) => void;
}

/** Injects into manifests. Writes nothing unless every document is valid. @throws UserError */
export function inject(options: InjectOptions): InjectionReport {
  const { work, output } = options;
  const kinds = [...WORKLOAD_KINDS, ...options.podTemplates.map(readPodTemplate)];
  const { files, hasFolder } = inputFiles(options.files);
  const report = new InjectionReport();
  const outputs: Output[] = [];
  try {
    const outputOf = outputsFor(files, hasFolder || files.length > 1, output, options.print);
    let ending = '';
    for (const file of files) {
      const target = outputOf(file);
      if (!outputs.includes(target)) outputs.push(target);
      let first = true;
      for (const text of injectedTexts(chunksOf(file), nameOf(file), work, kinds, report, options.onSkip)) {
        if (output === undefined && first && ending !== '') target.write(seam(ending, text));
        first &&= text === '';
        target.write(text);
        if (text !== '') ending = text.slice(-1);
      }
    }
    if (report.errors.length > 0) throw new UserError(report.errors);
    for (const each of outputs) each.keep();
    return report;
  } catch (error) {
    for (const each of outputs.reverse()) each.drop();
    throw error;
  }
}

function outputsFor(
  files: readonly string[],
  many: boolean,
  output: string | undefined,
  print: (text: string) => void,
): (file: string) => Output {
  if (output === undefined) {
    const target = new SpooledOutput(print);
    return () => target;
  }
  const isFolder =
    many ||
    output.endsWith('/') ||
    withFile(output, 'written', () => statSync(output, { throwIfNoEntry: false }))?.isDirectory() === true;
  if (isFolder && files.includes('-'))
    throw new UserError(
      '--output: expected a file for what comes from standard input, got a folder. Name a file in it',
    );
  const names = files.map((file) => basename(file));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (isFolder && twice !== undefined)
    throw new UserError(
      `--output: two files of the name ${twice} cannot both go into one folder. Inject them one at a time`,
    );
  return (file) => new FileOutput(isFolder ? join(output, basename(file)) : output);
}

/** The separator between the documents of two files in one stream. */
function seam(ending: string, next: string): string {
  const lineBreak = ending === '\n' ? '' : '\n';
  return /^\ufeff?---(?:\s|$)/.test(next) ? lineBreak : `${lineBreak}---\n`;
}

function nameOf(file: string): string {
  return file === '-' ? '(standard input)' : file;
}

function* chunksOf(file: string): Generator<string> {
  try {
    yield* textOfFile(file, nameOf(file));
  } catch (error) {
    throw unreadable(nameOf(file), error);
  }
}
