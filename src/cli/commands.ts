import type { Command } from './command';

/**
 * Every subcommand, loaded only when it is asked for: start-up is most of the time that one cluster takes.
 * The order is that of `--help`.
 */
export const COMMANDS = {
  init: async () => (await import('./init')).initCommand,
  synth: async () => (await import('./synth')).synthCommand,
  check: async () => (await import('./check')).checkCommand,
  migrate: async () => (await import('./migrate')).migrateCommand,
  addresses: async () => (await import('./addresses')).addressesCommand,
  services: async () => (await import('./services')).servicesCommand,
  doctor: async () => (await import('./doctor')).doctorCommand,
  kubeconfig: async () => (await import('./kubeconfig')).kubeconfigCommand,
  join: async () => (await import('./join')).joinCommand,
  leave: async () => (await import('./leave')).leaveCommand,
  inject: async () => (await import('./inject')).injectCommand,
} as const satisfies Record<string, () => Promise<unknown>>;

/** The command of a name, or undefined. */
export async function findCommand(name: string): Promise<Command | undefined> {
  if (!Object.hasOwn(COMMANDS, name)) return undefined;
  return (await COMMANDS[name as keyof typeof COMMANDS]()) as unknown as Command;
}

/** All commands, for the help. */
export async function allCommands(): Promise<Command[]> {
  const found = await Promise.all(Object.keys(COMMANDS).map(findCommand));
  return found.filter((command) => command !== undefined);
}
