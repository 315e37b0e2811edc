/**
 * Loaded before a besieged server (`--import`): once a second it tells its parent the resident memory, and the most processor
 * time that the main thread took between two ticks of a timer of 1 ms. Timers fire once in each turn of the event loop, so no
 * turn took longer than that. The time is the kernel's count for the thread: what others do on the machine is not in it.
 */
import { openSync, readSync } from 'node:fs';

const file = openSync(`/proc/self/task/${process.pid}/schedstat`, 'r');
const buffer = Buffer.alloc(128);
function processorTime() {
  const length = readSync(file, buffer, 0, buffer.length, 0);
  return Number.parseInt(buffer.toString('latin1', 0, length), 10) / 1e6;
}

let before = processorTime();
let longest = 0;
setInterval(() => {
  const now = processorTime();
  longest = Math.max(longest, now - before);
  before = now;
}, 1).unref();
setInterval(() => {
  process.send?.({ rss: process.memoryUsage.rss(), longest });
  longest = 0;
}, 1000).unref();
