import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { nodeProvider } from '../crypto/providers/node.ts';
import { TicketRing } from './ticket-ring.ts';

const hour = 60 * 60 * 1000;
const state = Uint8Array.of(1, 2, 3);
const nameOf = (ticket: Uint8Array): string => Buffer.from(ticket.subarray(0, 16)).toString('hex');

describe('a ring of ticket keys', () => {
  it('seals with one key for 12 hours, then with another, and opens with the former for a ticket’s lifetime', async () => {
    let now = 1_000_000;
    const tickets = new TicketRing(nodeProvider, undefined, () => now).tickets(7200);
    const first = await tickets.seal(state);
    now += 12 * hour - 1;
    const last = await tickets.seal(state);
    expect(nameOf(last)).toBe(nameOf(first));
    now += 1;
    expect(nameOf(await tickets.seal(state))).not.toBe(nameOf(first));
    now += 2 * hour - 1;
    expect(await tickets.open(last)).toEqual(state);
    now += 1;
    expect(await tickets.open(last)).toBeUndefined();
  });

  it('shares tickets with another process that was given the same 48 bytes', async () => {
    const secret = randomBytes(48);
    const ticket = await new TicketRing(nodeProvider, secret).tickets(7200).seal(state);
    expect(await new TicketRing(nodeProvider, secret).tickets(7200).open(ticket)).toEqual(state);
    expect(await new TicketRing(nodeProvider, randomBytes(48)).tickets(7200).open(ticket)).toBeUndefined();
    expect(() => new TicketRing(nodeProvider, randomBytes(47))).toThrow(RangeError);
  });

  it('goes on opening what was sealed before the keys were set anew', async () => {
    const ring = new TicketRing(nodeProvider);
    const ticket = await ring.tickets(7200).seal(state);
    const before = Buffer.from(ring.secret);
    // A copy: who overwrites it changes nothing.
    ring.secret.fill(0);
    expect(before.equals(ring.secret)).toBe(true);
    ring.use(randomBytes(48));
    expect(before.equals(ring.secret)).toBe(false);
    expect(await ring.tickets(7200).open(ticket)).toEqual(state);
  });
});
