/** The command line in Chinese: every sentence by its key, and what the names of the RFCs mean. `npm run words` lists the keys. */
import { ca } from './ca.ts';
import { causes } from './causes.ts';
import { certificateChecks } from './certificate-checks.ts';
import { certificateFields } from './certificate-fields.ts';
import { commandLine } from './command-line.ts';
import { commander } from './commander.ts';
import { comparisons } from './comparisons.ts';
import { errorTexts } from './error-texts.ts';
import { explanations } from './explanations.ts';
import { failures } from './failures.ts';
import { files } from './files.ts';
import { guests } from './guests.ts';
import { habits } from './habits.ts';
import { handshake } from './handshake.ts';
import { helpTexts } from './help-texts.ts';
import { keys } from './keys.ts';
import { labels } from './labels.ts';
import { library } from './library.ts';
import { messageFields } from './message-fields.ts';
import { names } from './names.ts';
import { otherProtocols } from './other-protocols.ts';
import { ownCertificates } from './own-certificates.ts';
import { recordProtection } from './record-protection.ts';
import { revocation } from './revocation.ts';
import { sessions } from './sessions.ts';
import { singleWords } from './single-words.ts';
import { story } from './story.ts';
import { toldCertificates } from './told-certificates.ts';
import { toldExtensions } from './told-extensions.ts';
import { toldHellos } from './told-hellos.ts';
import { toldMessages } from './told-messages.ts';
import { toldSuites } from './told-suites.ts';
import { translations } from './translations.ts';
import { warnings } from './warnings.ts';

export const chinese = {
  sentences: {
    ...ca,
    ...causes,
    ...certificateChecks,
    ...certificateFields,
    ...commandLine,
    ...commander,
    ...comparisons,
    ...errorTexts,
    ...explanations,
    ...failures,
    ...files,
    ...guests,
    ...habits,
    ...handshake,
    ...helpTexts,
    ...keys,
    ...library,
    ...messageFields,
    ...otherProtocols,
    ...ownCertificates,
    ...recordProtection,
    ...revocation,
    ...sessions,
    ...singleWords,
    ...story,
    ...toldCertificates,
    ...toldExtensions,
    ...toldHellos,
    ...toldMessages,
    ...toldSuites,
    ...translations,
    ...warnings,
  },
  labels,
  names,
};
