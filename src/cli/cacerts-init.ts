import { authorityOptions, FOLDER_OPTIONS, foldersOf, ROOT_OPTIONS } from './cacerts-options';
import { command, flagOption } from './command';

export const cacertsInitCommand = command({
  name: 'cacerts init',
  summary: 'Make the offline root.',
  help: `Makes the root certificate of the mesh: root/root-cert.pem and root/root-key.pem in the folder of keys. Every cluster signs
below this root. No cluster needs the root's key. Keep it on a separate medium, and give it to \`cacerts issue\` with
--root-key.

Only their owner can read the keys. The command refuses a folder that Git would commit, the output folder, and folders
that other users can write to.`,
  options: {
    ...FOLDER_OPTIONS,
    ...ROOT_OPTIONS,
    replace: flagOption('Replace the existing root and delete its key.'),
  },
  examples: [
    ['istio-remote cacerts init', 'in certs/ beside mesh.yaml'],
    ['istio-remote cacerts init --dir /media/stick/mesh --key-type ec-p384 --lifetime 20y', 'elsewhere'],
  ],
  async run(values, terminal) {
    const folders = foldersOf(values, terminal);
    const authority = authorityOptions(values, 1);
    const { cacertsInit } = await import('../certificates/init');
    const { folder, root, orphans } = await cacertsInit({ ...folders, authority, replace: values.replace });
    terminal.out(
      `${folder}: made a root (${authority.keyType}), until ${root.notAfter.toISOString().slice(0, 10)}\n`,
    );
    if (orphans.length > 0)
      terminal.err(
        `warning: ${orphans.join(', ')} still sign under the root before. Run \`istio-remote cacerts issue --all --replace\`\n`,
      );
    return 0;
  },
});
