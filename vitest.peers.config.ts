import { defineConfig } from 'vitest/config';

/** The tests against real peers: their programs must be installed (scripts/install-peers.sh). */
export default defineConfig({
  test: { include: ['test/peers/*.test.ts'], testTimeout: 30_000, hookTimeout: 180_000 },
});
