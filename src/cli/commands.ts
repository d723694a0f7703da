import type { Command, CommandGroup } from './command';

/**
 * Every subcommand, loaded only when it is asked for: start-up is most of the time that one cluster takes. A name of two
 * words is that of a command in a group. The order is that of `--help`.
 */
export const COMMANDS = {
  init: async () => (await import('./init')).initCommand,
  synth: async () => (await import('./synth')).synthCommand,
  check: async () => (await import('./check')).checkCommand,
  graph: async () => (await import('./graph')).graphCommand,
  images: async () => (await import('./images')).imagesCommand,
  migrate: async () => (await import('./migrate')).migrateCommand,
  addresses: async () => (await import('./addresses')).addressesCommand,
  services: async () => (await import('./services')).servicesCommand,
  doctor: async () => (await import('./doctor')).doctorCommand,
  kubeconfig: async () => (await import('./kubeconfig')).kubeconfigCommand,
  join: async () => (await import('./join')).joinCommand,
  leave: async () => (await import('./leave')).leaveCommand,
  inject: async () => (await import('./inject')).injectCommand,
  'cacerts init': async () => (await import('./cacerts-init')).cacertsInitCommand,
  'cacerts issue': async () => (await import('./cacerts-issue')).cacertsIssueCommand,
  'cacerts verify': async () => (await import('./cacerts-verify')).cacertsVerifyCommand,
  'cacerts rotate': async () => (await import('./cacerts-rotate')).cacertsRotateCommand,
} as const satisfies Record<string, () => Promise<unknown>>;

/** Commands that share their first word: what `--help` says of them together. */
export const GROUPS: Readonly<Record<string, CommandGroup>> = {
  cacerts: {
    summary: 'Make and check the certificates under which the clusters trust each other.',
    help: `Makes an offline root, and under it an authority for each cluster of mesh.yaml: the files ca-cert.pem, ca-key.pem,
root-cert.pem and cert-chain.pem of the Secret cacerts, with which Citadel (Istio 1.0) and istiod sign. Keys are kept in
a folder for their owner alone, which must be neither the output folder nor one that Git commits.`,
  },
};

/** The command that a command line begins with, and what follows it; undefined when there is none. */
export async function findCommand(
  argv: readonly string[],
): Promise<{ readonly command: Command; readonly rest: readonly string[] } | undefined> {
  for (const words of [1, 2]) {
    const name = argv.slice(0, words).join(' ');
    if (Object.hasOwn(COMMANDS, name))
      return { command: await load(name as keyof typeof COMMANDS), rest: argv.slice(words) };
  }
  return undefined;
}

/** All commands, for the help. */
export function allCommands(): Promise<Command[]> {
  return Promise.all(Object.keys(COMMANDS).map((name) => load(name as keyof typeof COMMANDS)));
}

async function load(name: keyof typeof COMMANDS): Promise<Command> {
  return (await COMMANDS[name]()) as unknown as Command;
}
