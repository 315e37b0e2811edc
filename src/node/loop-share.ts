/**
 * What connections may take of one turn of the event loop, all together: whoever sends us much work in small records must
 * not keep the timers and the other sockets waiting. As long as there is time, work is done at once.
 */

/** Milliseconds. */
const SHARE = 10;

/** Does a piece of work, and says whether more is left. It may not throw. */
export type Work = () => boolean;

const waiting: Work[] = [];
let began: number | undefined;

/** Does it piece by piece, now, and what is left in the turns to come. */
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

/** Everybody who waits gets a piece before anybody gets a second one. */
function nextTurn(): void {
  began = undefined;
  while (waiting.length > 0 && hasTime()) {
    const work = waiting.shift()!;
    if (work()) waiting.push(work);
  }
}
