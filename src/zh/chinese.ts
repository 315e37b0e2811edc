/** The command line in Chinese: every sentence by its key, and what the names of the RFCs mean. `npm run words` lists the keys. */
import { commandLine } from './command-line.ts';
import { commander } from './commander.ts';
import { failures } from './failures.ts';
import { labels } from './labels.ts';
import { names } from './names.ts';
import { ownCertificates } from './own-certificates.ts';
import { singleWords } from './single-words.ts';
import { story } from './story.ts';

export const chinese = {
  sentences: { ...singleWords, ...commander, ...story, ...failures, ...commandLine, ...ownCertificates },
  labels,
  names,
};
