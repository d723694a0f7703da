import { createHash } from 'node:crypto';
import { type Problem, problemText } from '../problem';

/** The forges that can show problems at the lines of a merge request. */
export const ANNOTATION_FORMATS = ['github', 'gitlab'] as const;

export type AnnotationFormat = (typeof ANNOTATION_FORMATS)[number];

/**
 * Formats problems for a forge's pipeline: workflow commands for GitHub, a code quality report for GitLab. Source:
 * github.com/actions/toolkit, packages/core/src/command.ts; docs.gitlab.com, ci/testing/code_quality.
 * @param file where problems without a file are shown
 */
export function annotations(format: AnnotationFormat, problems: readonly Problem[], file: string): string {
  if (format === 'github') return problems.map((problem) => workflowCommand(problem, file)).join('');
  return `${JSON.stringify(issuesOf(problems, file), undefined, 2)}\n`;
}

/** `::error file=mesh.yaml,line=14,col=12,title=istio-remote::…`. */
function workflowCommand(problem: Problem, file: string): string {
  const { severity, position } = problem;
  const place = position === undefined ? '' : `,line=${position.line},col=${position.column}`;
  const path = escaped(pathOf(problem, file), /[%\r\n:,]/g);
  return `::${severity} file=${path}${place},title=istio-remote::${escaped(textOf(problem), /[%\r\n]/g)}\n`;
}

/** Percent-encodes characters that would end a part of a workflow command. */
function escaped(text: string, special: RegExp): string {
  return text.replace(special, (character) => {
    const code = character.charCodeAt(0).toString(16).toUpperCase();
    return `%${code.padStart(2, '0')}`;
  });
}

function issuesOf(problems: readonly Problem[], file: string) {
  const seen = new Map<string, number>();
  return problems.map((problem) => {
    const [path, description] = [pathOf(problem, file), textOf(problem)];
    // The fingerprint leaves out the line, which moves when somebody edits above it. A count distinguishes equal
    // problems of a file.
    const key = JSON.stringify([path, description]);
    const count = seen.get(key) ?? 0;
    seen.set(key, count + 1);
    return {
      description,
      check_name: 'istio-remote check',
      fingerprint: createHash('sha256').update(`${key}${count}`).digest('hex'),
      severity: problem.severity === 'error' ? 'major' : 'minor',
      location: { path, lines: { begin: problem.position?.line ?? 1 } },
    };
  });
}

/** Returns the path from the top of the repository, where the command runs: forges know files by it. */
function pathOf(problem: Problem, file: string): string {
  return (problem.file ?? file).replace(/^(?:\.\/)+/, '');
}

/** Returns the problem's text without its place. */
function textOf({ file: _, position: __, ...problem }: Problem): string {
  return problemText(problem);
}
