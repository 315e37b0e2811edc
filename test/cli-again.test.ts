import { expect, it } from 'vitest';
import { again as argv, commandLine } from '../src/cli/retry-command.ts';

const asCommanderGives = { revocation: 'soft', aia: true, timeout: '10s' };
const againWith = (place: string, typed: object, next: string) =>
  commandLine(argv(place, typed, { add: next.split(' ') }));
const again = (typed: object, next: string) => againWith('h:1', { ...asCommanderGives, ...typed }, next);

it('keeps what was typed, and says nothing of what is so anyway', () => {
  expect(again({}, '--insecure')).toBe('handglass connect h:1 --insecure');
  expect(again({ aia: false, revocation: 'hard', ignoreAuthorities: true }, '--insecure')).toBe(
    'handglass connect h:1 --revocation hard --no-aia --ignore-authorities --insecure',
  );
});

it('puts a flag in the place of the one that was typed, or beside it where both count', () => {
  expect(again({ timeout: '1s', sni: 'a' }, '--timeout 30s')).toBe(
    'handglass connect h:1 --sni a --timeout 30s',
  );
  expect(again({ cert: 'a', key: 'b' }, '--cert FILE --key FILE')).toBe(
    'handglass connect h:1 --cert FILE --key FILE',
  );
  expect(again({ caFile: ['a', 'b'] }, '--ca-file FILE')).toBe(
    'handglass connect h:1 --ca-file a --ca-file b --ca-file FILE',
  );
});

it('leaves out what contradicts it', () => {
  expect(again({ tls: '1.3', ciphers: 'X', groups: 'x25519' }, '--tls 1.2')).toBe(
    'handglass connect h:1 --groups x25519 --tls 1.2',
  );
  expect(again({ kx: 'rsa', ciphers: 'X' }, '--tls 1.3')).toBe('handglass connect h:1 --tls 1.3');
});

it('adds what a flag is refused without, unless it was typed', () => {
  expect(again({}, '--allow-common-name')).toBe('handglass connect h:1 --ca-file FILE --allow-common-name');
  for (const typed of [{ caFile: ['a'] }, { caDir: ['a'] }])
    expect(again(typed, '--allow-common-name')).not.toContain('FILE');
});

it('leaves out what is proposed to be left out, and takes another port', () => {
  const typed = { tls: '1.3', ciphers: 'X', groups: 'x25519', sni: 'a' };
  expect(argv('h:1', typed, { drop: ['--groups', '--ciphers'] })).toEqual([
    ...['handglass', 'connect', 'h:1', '--tls', '1.3', '--sni', 'a'],
  ]);
  expect(argv('[::1]:25', {}, { port: 465 })).toEqual(['handglass', 'connect', '[::1]:465']);
});

it('is for a shell to read', () => {
  expect(againWith('[::1]:1', { sni: "it's $HOME" }, '--insecure')).toBe(
    "handglass connect '[::1]:1' --sni 'it'\\''s $HOME' --insecure",
  );
});
