/** `handglass completion SHELL`: what completes a command line, from the program’s own definition. */
import type { Command, Option } from 'commander';
import { choiceOf } from './flags.ts';
import { Exit, type Io, languageOf } from './io.ts';

/** What the generated script tells of a command and of a flag, in one language. */
interface Told {
  readonly name: string;
  readonly about: string;
  readonly flags: readonly Flag[];
}
interface Flag {
  readonly spellings: readonly string[];
  readonly about: string;
  /** What follows it. */
  readonly value: 'none' | 'file' | 'folder' | 'text';
}

export function completion(shell: string, program: Command, io: Io): Exit {
  const { words } = languageOf(io);
  const told = program.commands.map((command) => ({
    name: command.name(),
    about: words(command.description()),
    flags: command.options.map((option) => flagOf(option, words(option.description))),
  }));
  const script = scripts[choiceOf('completion', shell, ['bash', 'zsh', 'fish'])](told);
  io.stdout.write(`${script.join('\n')}\n`);
  return Exit.fine;
}

function flagOf({ short, long, flags, required, optional }: Option, about: string): Flag {
  const spellings = [long, short].filter((each) => each !== undefined);
  if (!required && !optional) return { spellings, about, value: 'none' };
  const value = /<files?(\.\.\.)?>/.test(flags) ? 'file' : flags.includes('<folder>') ? 'folder' : 'text';
  return { spellings, about, value };
}

const scripts: Readonly<Record<'bash' | 'zsh' | 'fish', (commands: readonly Told[]) => string[]>> = {
  bash: (commands) => {
    const names = commands.map(({ name }) => name);
    const after = ({ name, flags }: Told, value: Flag['value'], then: string): string[] => {
      const taking = flags.filter((flag) => flag.value === value).flatMap(({ spellings }) => spellings);
      const patterns = taking.map((flag) => `${name}/${flag}`).join('|');
      return taking.length === 0 ? [] : [shell`    ${patterns}) ${then}; return ;;`];
    };
    return [
      shell`# eval "$(handglass completion bash)"`,
      shell`_handglass() {`,
      shell`  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command=connect flags i`,
      shell`  local IFS=$'\\n'`,
      shell`  for ((i = 1; i < COMP_CWORD; i++)); do`,
      shell`    case \${COMP_WORDS[i]} in ${names.join('|')}) command=\${COMP_WORDS[i]}; break ;; esac`,
      shell`  done`,
      shell`  case $command/$prev in`,
      ...commands.flatMap((command) => [
        ...after(command, 'file', shell`COMPREPLY=($(compgen -f -- "$cur"))`),
        ...after(command, 'folder', shell`COMPREPLY=($(compgen -d -- "$cur"))`),
        ...after(command, 'text', 'COMPREPLY=()'),
      ]),
      shell`  esac`,
      shell`  case $command in`,
      ...commands.map(
        ({ name, flags }) =>
          shell`    ${name}) flags=$'${flags.flatMap(({ spellings }) => spellings).join('\\n')}' ;;`,
      ),
      shell`  esac`,
      shell`  if [[ $cur == -* ]]; then COMPREPLY=($(compgen -W "$flags" -- "$cur"))`,
      shell`  elif ((COMP_CWORD == 1)); then COMPREPLY=($(compgen -W $'${names.join('\\n')}' -- "$cur"))`,
      shell`  else COMPREPLY=($(compgen -f -- "$cur")); fi`,
      shell`}`,
      shell`complete -o filenames -F _handglass handglass`,
    ];
  },
  zsh: (commands) => [
    shell`#compdef handglass`,
    shell`# handglass completion zsh > ~/.zfunc/_handglass`,
    shell`_handglass() {`,
    shell`  local -a commands`,
    shell`  commands=(`,
    ...commands.map(({ name, about }) => `    ${quoted(`${name}:${about}`)}`),
    shell`  )`,
    shell`  if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then _describe -t commands 'command' commands; return; fi`,
    shell`  case $words[2] in`,
    ...commands
      .map(
        ({ name, flags }) =>
          shell`    ${name === 'connect' ? 'connect|*' : name}) _arguments ${flags.flatMap(zshFlags).join(' ')} '*:file:_files' ;;`,
      )
      .sort((a, b) => Number(a.includes('|*)')) - Number(b.includes('|*)'))),
    shell`  esac`,
    shell`}`,
    shell`compdef _handglass handglass`,
  ],
  fish: (commands) => [
    shell`# handglass completion fish > ~/.config/fish/completions/handglass.fish`,
    ...commands.flatMap(({ name, about, flags }) => [
      shell`complete -c handglass -n __fish_use_subcommand -a ${name} -d ${quoted(about)}`,
      ...flags.map(({ spellings, about: what, value }) =>
        [
          shell`complete -c handglass -n '__fish_seen_subcommand_from ${name}'`,
          ...spellings.map((each) => (each.startsWith('--') ? `-l ${each.slice(2)}` : `-s ${each.slice(1)}`)),
          ...(value === 'none' ? [] : value === 'text' ? ['-x'] : ['-r', '-F']),
          `-d ${quoted(what)}`,
        ].join(' '),
      ),
    ]),
  ],
};

const zshFlags = ({ spellings, about, value }: Flag): string[] => {
  const shown = about.replaceAll(/[[\]:\\]/g, '\\$&');
  const action = { none: '', file: ':file:_files', folder: ':folder:_files -/', text: ':value: ' }[value];
  return spellings.map((each) => quoted(`*${each}[${shown}]${action}`));
};

/** Words of a script, which are not told to anybody. */
function shell(parts: TemplateStringsArray, ...values: readonly string[]): string {
  return String.raw({ raw: parts }, ...values);
}

/** For a POSIX shell and for fish, which reads a backslash within quotation marks only before one of these two. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
