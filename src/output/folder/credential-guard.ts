import { type Problem, UserError } from '../../problem';
import { type CredentialFinding, findCredentials } from '../../secret-scan/find-credentials';
import type { OutputFile } from './output-file';

/**
 * Returns a check that throws a UserError for a file that contains something like a credential. Searches equal files
 * in a row only once.
 */
export function credentialGuard(): (file: OutputFile) => void {
  let checked: string | undefined;
  return ({ path, text }) => {
    if (text === checked) return;
    const findings = findCredentials(text);
    if (findings.length > 0) throw new UserError(findings.map((finding) => credentialProblem(path, finding)));
    checked = text;
  };
}

function credentialProblem(file: string, { line, column, what }: CredentialFinding): Problem {
  return {
    severity: 'error',
    file,
    path: [],
    position: { line, column },
    message: `would contain a credential (${what})`,
    fix: 'Take it out of mesh.yaml: nothing secret is ever written below the output folder',
  };
}
