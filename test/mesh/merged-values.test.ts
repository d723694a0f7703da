import { expect, it } from 'vitest';
import { parseMesh } from '../../src/lines/read-mesh';
import { problemText } from '../../src/problem';

const warning = 'warning: labels namespaces for automatic injection, and sidecarInjector.enabled is false';
const fix = 'Inject these workloads by hand, or enable the injector';

function problemsOf(defaults: string, ...remotes: string[]): string[] {
  const text = `istio: 1.0.9
primary: { name: hq, addresses: { pilot: 10.8.0.11 } }
defaults: ${defaults}
remotes:
${remotes.map((options, index) => `  - { name: r${index}, pilotService: true, ${options} }\n`).join('')}`;
  return parseMesh(text, 'mesh.yaml').problems.map(problemText);
}

const OFF = 'sidecarInjector: { enabled: false }';

it.each([
  [
    'a default with an option of one remote',
    ['{ injectedNamespaces: [shop] }', 'tracing: true', OFF],
    `mesh.yaml:3:33 defaults.injectedNamespaces: ${warning} (r1, with remotes[1].sidecarInjector.enabled at 6:65). ${fix}`,
  ],
  [
    'an option of a remote with a default',
    [`{ ${OFF} }`, 'injectedNamespaces: [shop]', 'tracing: true'],
    `mesh.yaml:5:57 remotes[0].injectedNamespaces: ${warning} (r0, with defaults.sidecarInjector.enabled at 3:41). ${fix}`,
  ],
  [
    'two options of one remote, without another place',
    ['{}', `injectedNamespaces: [shop], ${OFF}`],
    `mesh.yaml:5:57 remotes[0].injectedNamespaces: ${warning}. ${fix}`,
  ],
  [
    'two defaults that meet in some remotes, with these remotes',
    [
      `{ injectedNamespaces: [shop], ${OFF} }`,
      'tracing: true',
      'tracing: true',
      'sidecarInjector: { enabled: true }',
    ],
    `mesh.yaml:3:33 defaults.injectedNamespaces: ${warning} (r0, r1). ${fix}`,
  ],
  [
    'two defaults that meet everywhere, alone',
    [`{ injectedNamespaces: [shop], ${OFF} }`, 'tracing: true', 'tracing: true'],
    `mesh.yaml:3:33 defaults.injectedNamespaces: ${warning}. ${fix}`,
  ],
] as const)('a message about %s', (_, [defaults, ...remotes], expected) => {
  const found = problemsOf(defaults, ...remotes).filter((text) => text.includes('labels namespaces'));
  expect(found).toEqual([expected]);
});
