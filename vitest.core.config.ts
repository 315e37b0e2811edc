import { defineConfig } from 'vitest/config';

/** The protocol without sockets and files: record, schedule, handshake, connection and the provider. */
export default defineConfig({
  test: {
    include: [
      'src/{record,schedule,handshake,connection,crypto}/**/*.test.ts',
      'test/{authenticated-lies,bad-input,bad-records,bad-staples,client-certificates,found-by-bogo}.test.ts',
      'test/{found-by-tlsfuzzer,handshakes,identity,resumption,stapling}.test.ts',
    ],
    testTimeout: 30_000,
  },
});
