/** Certificates: read, checked, explained and made; and the files that they come in. */
export * from '../files/index.ts';
export * from '../issue/index.ts';
export * from '../x509/index.ts';
