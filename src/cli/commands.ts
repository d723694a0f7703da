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
 * Every subcommand, in the order of `--help`. A name of two words is that of a command in a group. A command loads what does
 * its work when it runs, so that all of them together cost little.
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

/** Commands that share their first word: what `--help` says of them together. */
export const GROUPS: Readonly<Record<string, CommandGroup>> = {
  cacerts: {
    summary: 'Make and check the certificates under which the clusters trust each other.',
    help: `Makes an offline root, and under it an authority for each cluster of mesh.yaml: the files ca-cert.pem, ca-key.pem,
root-cert.pem and cert-chain.pem of the Secret cacerts, with which Citadel (Istio 1.0) and istiod sign. Keys are kept in
a folder for their owner alone, which must be neither the output folder nor one that Git commits.`,
  },
};

/** A command or a group as a list of them shows it. */
interface Member {
  /** Without the name of the group that it is in. */
  readonly name: string;
  readonly summary: string;
}

/** What there is to choose from: the members of a group, or else all commands and groups. */
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
