import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { type Guest, Room } from './client-cap.ts';

class Seat extends EventEmitter {
  destroyed = 0;
  readonly name: string;
  stage: Guest['stage'] = 'handshake';

  constructor(name: string) {
    super();
    this.name = name;
  }

  destroy(): void {
    this.destroyed++;
  }
}

/** A room of three, and its guests by their letters. */
function full(stages: Readonly<Record<string, Guest['stage']>>) {
  const room = new Room<Seat>(3);
  const seats = Object.entries(stages).map(([name, stage]) => {
    const seat = new Seat(name);
    expect(room.enter(seat, () => seat)).toBeUndefined();
    seat.stage = stage;
    return seat;
  });
  const next = (name: string, stage: Guest['stage'] = 'handshake'): string => {
    const seat = new Seat(name);
    seat.stage = stage;
    let welcomed = 0;
    const left = room.enter(seat, () => {
      welcomed++;
      return seat;
    });
    expect(welcomed).toBe(left === false ? 0 : 1);
    if (left) expect(left.destroyed).toBe(1);
    return left ? left.name : String(left);
  };
  return { room, seats, next };
}

it('who came first and has not finished the handshake makes room for the next, and so on', () => {
  const { next } = full({ a: 'open', b: 'handshake', c: 'handshake' });
  expect([next('d'), next('e'), next('f')]).toEqual(['b', 'c', 'd']);
});

it('who is only drained makes room first, whenever they came', () => {
  const { next } = full({ a: 'handshake', b: 'drained', c: 'drained' });
  expect([next('d', 'open'), next('e', 'open'), next('f', 'open')]).toEqual(['b', 'c', 'a']);
});

it('who is open stays, and the next one finds no room until somebody leaves', () => {
  const { seats, next } = full({ a: 'open', b: 'open', c: 'open' });
  expect([next('d'), seats.map(({ destroyed }) => destroyed)]).toEqual(['false', [0, 0, 0]]);
  seats[1]!.emit('close');
  expect([next('e'), next('f')]).toEqual(['undefined', 'e']);
});

it('who had to leave takes nobody’s place along when the socket closes', () => {
  const { seats, next } = full({ a: 'handshake', b: 'open', c: 'open' });
  expect(next('d', 'open')).toBe('a');
  seats[0]!.emit('close');
  expect(next('e')).toBe('false');
});

it('nobody may come of a welcome, and everybody goes at the end', () => {
  const room = new Room<Seat>(1);
  expect(room.enter(new Seat('a'), () => undefined)).toBeUndefined();
  const seat = new Seat('b');
  expect(room.enter(seat, () => seat)).toBeUndefined();
  room.close();
  expect(seat.destroyed).toBe(1);
});
