import { defineConfig } from 'vitest/config';

/** The protocol without sockets and files: record, schedule, handshake, connection, options, the provider and the keys it takes. */
export default defineConfig({
  test: {
    include: [
      'src/{record,schedule,handshake,connection,options,crypto}/**/*.test.ts',
      'src/x509/certificate/{rsa-spki,spki}.test.ts',
      'test/{answers,authenticated-lies,bad-input,bad-records,bad-staples,client-certificates,early-data}.test.ts',
      'test/{connection-refusals,found-by-attack-engine,found-by-bogo,found-by-tlsfuzzer}.test.ts',
      'test/{handshake-refusals,handshakes,identity,key-limits,proofs,resumption,sessions,stapling}.test.ts',
      'test/{behind-the-end,post-handshake-authentication,renegotiation,what-is-held}.test.ts',
    ],
    testTimeout: 30_000,
  },
});
