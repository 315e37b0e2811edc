/** The bytes that are written so; spaces and line ends between them do not count. */
export const fromHex = (text: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.from(text.replaceAll(/\s+/g, ''), 'hex'));
