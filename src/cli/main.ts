#!/usr/bin/env node
/** The program `handglass`: the command line, run by this process. */
import { lookup } from 'node:dns/promises';
import { say } from '../wire/words.ts';
import { systemWords } from './files.ts';
import type { Io } from './io.ts';
import { languageAsked } from './language.ts';
import { run } from './program.ts';
import { ask, askUnseen } from './terminal.ts';

const { stdin, stdout, stderr, env } = process;
const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
process.once('SIGTERM', () => stop.abort());
// A reader that went away (`handglass … | head`) is not an error.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  const problem = say`handglass: standard output cannot be written: ${systemWords(error)}`;
  void languageAsked(argv, env).then(({ language }) =>
    stderr.write(`${language.words(problem)}\n`, () => process.exit(1)),
  );
});
// Nor is losing standard error: the result is still wanted.
stderr.on('error', () => {});

const argv = process.argv.slice(2);
const person = stdin.isTTY && stderr.isTTY && !argv.includes('--pipe');

const terminal = { input: stdin, output: stderr, stop: stop.signal };
const io: Io = {
  stdin,
  stdout,
  stderr,
  env,
  ask: person ? (question) => ask(question, terminal) : undefined,
  askSecret: person ? (question) => askUnseen(question, terminal) : undefined,
  stop: stop.signal,
  lookup: (name) => lookup(name, { all: true }),
};
const exit = await run(argv, io);
// A lookup that nothing waits for any more must not keep the process alive.
stdout.write('', () => process.exit(exit));
