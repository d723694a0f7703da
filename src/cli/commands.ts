import { addressesCommand } from './addresses';
import { cacertsInitCommand } from './cacerts-init';
import { cacertsIssueCommand } from './cacerts-issue';
import { cacertsRotateCommand } from './cacerts-rotate';
import { cacertsVerifyCommand } from './cacerts-verify';
import { checkCommand } from './check';
import type { Command, CommandGroup } from './command';
import { completionCommand } from './completion';
import { controlPlaneCommand } from './control-plane';
import { doctorCommand } from './doctor';
import { graphCommand } from './graph';
import { imagesCommand } from './images';
import { initCommand } from './init';
import { injectCommand } from './inject';
import { joinCommand } from './join';
import { kubeconfigCommand } from './kubeconfig';
import { leaveCommand } from './leave';
import { migrateCommand } from './migrate';
import { servicesCommand } from './services';
import { synthCommand } from './synth';

/**
 * Every subcommand, in the order of `--help`. A name of two words belongs to a group. Each command loads its
 * implementation when it runs, so the whole list is cheap to load.
 */
export const COMMANDS: readonly Command[] = [
  initCommand,
  synthCommand,
  checkCommand,
  graphCommand,
  imagesCommand,
  controlPlaneCommand,
  migrateCommand,
  addressesCommand,
  servicesCommand,
  doctorCommand,
  kubeconfigCommand,
  joinCommand,
  leaveCommand,
  injectCommand,
  cacertsInitCommand,
  cacertsIssueCommand,
  cacertsVerifyCommand,
  cacertsRotateCommand,
  completionCommand,
];

/** Groups of commands that share their first word, with the help of each group. */
export const GROUPS: Readonly<Record<string, CommandGroup>> = {
  cacerts: {
    summary: 'Make, check and rotate the certificates of all clusters.',
    help: `Makes an offline root, and an authority below it for each cluster of mesh.yaml. Citadel (Istio 1.0) and istiod sign
with these files of the Secret cacerts: ca-cert.pem, ca-key.pem, root-cert.pem and cert-chain.pem. Only their owner can
read the keys. Keep the folder outside the output folder and outside Git.`,
    examples: [
      ['istio-remote cacerts init', 'make the root once, on a machine that you trust'],
      ['istio-remote cacerts issue --all', 'make the certificates of all clusters'],
    ],
  },
};

/** The first commands to try: the examples of `istio-remote --help`. */
export const FIRST_EXAMPLES: Command['examples'] = [
  ['istio-remote init', 'start a project'],
  ['istio-remote synth', 'write dist/ from mesh.yaml'],
  ['istio-remote check', 'check dist/ in CI'],
  ['istio-remote join eu-west-1', 'let the primary read a remote cluster'],
];

/** A command or a group, as `--help` lists it. */
interface Member {
  /** Without the name of its group. */
  readonly name: string;
  readonly summary: string;
}

/** Returns the members of a group. Without a group: all commands and groups. */
export function membersOf(group: string): readonly Member[] {
  if (group !== '')
    return COMMANDS.filter(({ name }) => name.startsWith(`${group} `)).map(({ name, summary }) => ({
      name: name.slice(group.length + 1),
      summary,
    }));
  const members = COMMANDS.map(({ name, summary }): [string, Member] => {
    const [first = ''] = name.split(' ');
    const found = GROUPS[first];
    return [first, { name: first, summary: found?.summary ?? summary }];
  });
  return [...new Map(members).values()];
}
