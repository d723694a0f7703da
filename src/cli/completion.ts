import { command } from './command';

const SHELLS = ['bash', 'zsh'] as const;

/** For yargs, `SHELL` selects the kind of script. */
const SCRIPTS = {
  bash: `_istio_remote() {
  local IFS=$'\\n'
  local found="$(SHELL=bash istio-remote --get-yargs-completions "\${COMP_WORDS[@]:0:COMP_CWORD+1}" 2>/dev/null)"
  local word="\${COMP_WORDS[COMP_CWORD]}"
  [ "$word" = = ] && word=
  COMPREPLY=($(compgen -W "$found" -- "$word"))
}
complete -o default -F _istio_remote istio-remote
`,
  zsh: `#compdef istio-remote
_istio_remote() {
  local -a found
  found=("\${(@f)$(SHELL=zsh istio-remote --get-yargs-completions "\${(@)words[1,CURRENT]}" 2>/dev/null)}")
  if [[ -n "\${found[1]}" ]]; then _describe istio-remote found; else _files; fi
}
compdef _istio_remote istio-remote
`,
} as const;

export const completionCommand = command({
  name: 'completion',
  summary: 'Print a script that completes command lines in bash or zsh.',
  help: `Prints a script for bash or zsh that completes commands, options and the names of clusters in mesh.yaml.

bash: put \`source <(istio-remote completion bash)\` into ~/.bashrc. zsh: put \`source <(istio-remote completion zsh)\`
into ~/.zshrc, after compinit.`,
  positionals: {
    shell: { choices: SHELLS, describe: `${SHELLS.join(' or ')}. Default: the shell in $SHELL, else bash.` },
  },
  options: {},
  examples: [['source <(istio-remote completion bash)', 'complete in this shell']],
  run({ shell }, terminal) {
    terminal.data(SCRIPTS[shell ?? (/zsh$/.test(terminal.env.SHELL ?? '') ? 'zsh' : 'bash')]);
    return 0;
  },
});
