/** Every mutant, floor by floor. */
import { behind } from './behind.ts';
import { cbc } from './cbc.ts';
import { checks } from './checks.ts';
import { closedBy } from './closed.ts';
import { connection } from './connection.ts';
import { crypto } from './crypto.ts';
import { dhe } from './dhe.ts';
import { ofDocuments } from './documents.ts';
import { edges } from './edges.ts';
import { explain } from './explain.ts';
import { fields } from './fields.ts';
import { foundAgain } from './found-again.ts';
import { foundByAttack } from './found-by-attack.ts';
import { guests } from './guests.ts';
import { habits } from './habits.ts';
import { handshake } from './handshake.ts';
import { language } from './language.ts';
import type { Mutant } from './mutant.ts';
import { node } from './node.ts';
import { record } from './record.ts';
import { revocation } from './revocation.ts';
import { schedule } from './schedule.ts';
import { secrets } from './secrets.ts';
import { sessionsById } from './sessions.ts';
import { show } from './show.ts';
import { spectator } from './spectator.ts';
import { surface } from './surface.ts';
import { toldOfServers } from './told.ts';
import { x509 } from './x509.ts';

export const mutants: readonly Mutant[] = [
  ...record,
  ...cbc,
  ...schedule,
  ...handshake,
  ...connection,
  ...guests,
  ...toldOfServers,
  ...behind,
  ...checks,
  ...closedBy,
  ...crypto,
  ...dhe,
  ...x509,
  ...revocation,
  ...node,
  ...edges,
  ...secrets,
  ...ofDocuments,
  ...sessionsById,
  ...surface,
  ...fields,
  ...habits,
  ...spectator,
  ...explain,
  ...language,
  ...show,
  ...foundByAttack,
  ...foundAgain,
];
