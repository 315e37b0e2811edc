import type { Certificate } from './certificate.ts';
import { generalNameText } from './general-name.ts';

/** What messages call a certificate: its subject, or its first alternative name; never long. */
export const called = ({ subject, extensions }: Certificate): string => {
  const alternative = extensions.subjectAltName?.[0];
  const text = subject.rdns.length > 0 || !alternative ? subject.text : generalNameText(alternative);
  return `"${text.length > 100 ? `${text.slice(0, 99)}…` : text}"`;
};

/** How messages write a time. */
export const day = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
