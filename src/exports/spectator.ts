/**
 * A recorded connection, followed from both sides with a key log (RFC 9850): records opened, messages read, nothing judged.
 * Messages are those of `handglass/protocol`.
 */
export type { Epoch, Level } from '../protocol/epoch.ts';
export { type KeyLogLabel, keyLogLine, readKeyLog, type SecretOf } from '../schedule/keylog.ts';
export type {
  Seen,
  SeenAlert,
  SeenKeys,
  SeenLost,
  SeenMessage,
  SeenRecord,
  SeenUnopened,
  Sender,
} from '../spectator/seen.ts';
export { Spectator, type SpectatorOptions } from '../spectator/spectator.ts';
