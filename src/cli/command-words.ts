/** Which command a command line is for, and its words in our spelling. */
import type { Command } from 'commander';
import { nearest } from '../wire/known-options.ts';
import { say } from '../wire/words.ts';
import { inShell } from './files.ts';
import { commandHabits, understood } from './habits.ts';
import { UsageError } from './io.ts';

/** Throws UsageError for a word that is no command and no host of the usual form, and for flags that are refused. */
export function commandWords(program: Command, argv: readonly string[]): readonly string[] {
  const [first = ''] = argv;
  if (ofTheProgram.includes(first)) return argv;
  const commands = program.commands.map((command) => command.name());
  const typed = commandHabits.get(first) ?? first;
  const named = program.commands.find((command) => command.name() === typed);
  const command = named ?? program.commands.find((each) => each.name() === 'connect')!;
  const { argv: words, firstArgument } = understood(command, named ? argv.slice(1) : argv);
  if (!named && firstArgument !== undefined && isBare(firstArgument)) {
    const meant = nearest(firstArgument, new Set(commands));
    const reaching = ['handglass connect', inShell(firstArgument)].join(' ');
    throw new UsageError(
      meant === undefined
        ? say`there is no such command: ${firstArgument}; the commands are ${commands.join(', ')}, and ${reaching} reaches a host of that name`
        : say`there is no such command: ${firstArgument}; the nearest is ${meant}, and ${reaching} reaches a host of that name`,
    );
  }
  return [command.name(), ...words];
}

const ofTheProgram: readonly string[] = ['help', '-h', '--help', '-V', '--version'];

/** Without a dot, colon, bracket or scheme: more often a mistyped command than a host. */
const isBare = (word: string): boolean => !/[.:[\]/]/.test(word) && word.toLowerCase() !== 'localhost';
