/**
 * How much of one turn of the event loop all connections together may use: a peer that causes much work with small records
 * must not keep timers and other sockets waiting. While there is time left, work is done at once.
 */

/** Milliseconds. */
const SHARE = 10;

/** Does a piece of work and returns whether more is left. It must not throw. */
export type Work = () => boolean;

const waiting: Work[] = [];
let began: number | undefined;

/** Does the work piece by piece, now, and the rest in later turns. */
export function inTurns(work: Work): void {
  if (waiting.length === 0) {
    while (hasTime()) if (!work()) return;
  }
  waiting.push(work);
}

function hasTime(): boolean {
  const now = performance.now();
  if (began === undefined) {
    began = now;
    setImmediate(nextTurn);
  }
  return now - began < SHARE;
}

/** Every waiting connection gets one piece before any gets a second. */
function nextTurn(): void {
  began = undefined;
  while (waiting.length > 0 && hasTime()) {
    const work = waiting.shift()!;
    if (work()) waiting.push(work);
  }
}
