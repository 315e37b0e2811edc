/** What is in the files that people pass in. */
export { withFile } from './advice.ts';
export type { DerKind } from './der-kind.ts';
export { type FilePart, type FilePlace, partsOf } from './file-contents.ts';
export {
  certificatesIn,
  certificatesToJudge,
  contentsWords,
  onlyCertificatesIn,
  type Wanted,
  WrongContents,
  wantedIn,
} from './wanted.ts';
