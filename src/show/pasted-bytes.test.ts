import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex } from '../wire/bytes.ts';
import { MOST_BYTES, pastedBytes } from './pasted-bytes.ts';

const told = (text: string) =>
  pastedBytes(text).map(({ direction = null, form = null, bytes }) => [direction, form, hex(bytes)]);

describe('bytes in pasted text', () => {
  it.each([
    ['on one line', '16030300020100', '16030300020100'],
    ['with spaces', '16 03 03 00 02 01 00', '16030300020100'],
    ['with colons', '16:03:03:00:02:01:00', '16030300020100'],
    ['as an array', '0x16, 0x03, 0x03, 0x00, 0x02, 0x01, 0x00', '16030300020100'],
    ['on several lines', '16 03 03 00\n02 01\n00', '16030300020100'],
    ['from xxd', '00000000: 1603 0300 0201 00                        .......', '16030300020100'],
    [
      'from hexdump -C',
      '00000000  16 03 03 00 02 01 00                              |.......|',
      '16030300020100',
    ],
    ['from Wireshark', '0000   16 03 03 00 02 01 00                              .......', '16030300020100'],
    [
      'beside characters that look like digits',
      '  0000: 61 62 63 64 65 66 61 62   63 64 65 66 61 62 63 64  abcdefabcdefabcd',
      '61626364656661626364656661626364',
    ],
  ])('%s', (_, text, bytes) => expect(told(text)).toEqual([[null, null, bytes]]));

  it('knows who sent what in the output of s_client -msg', () => {
    const text = `>>> TLS 1.0, RecordHeader [length 0005]
    16 03 01 00 04
>>> TLS 1.3, Handshake [length 0004], ClientHello
    01 00 00 00
<<< TLS 1.3, InnerContent [length 0001]
    16
<<< TLS 1.3, Handshake [length 0005], ServerHello
    02 00 00 01
    ff
<<< TLS 1.2, Alert [length 0002], fatal handshake_failure
    02 28
`;
    expect(told(text)).toEqual([
      ['sent', 'message', '01000000'],
      ['received', 'message', '02000001ff'],
      ['received', 'alert', '0228'],
    ]);
  });

  it('knows it in that of -debug, and takes -msg where both are there', () => {
    const debug = `write to 0x5581 [0x5590] (7 bytes => 7 (0x7))
0000 - 16 03 03 00 02 01 00                              .......
read from 0x5581 [0x5590] (5 bytes => 5 (0x5))
0000 - 15 03 03 00 02                                    .....
`;
    expect(told(debug)).toEqual([
      ['sent', 'record', '16030300020100'],
      ['received', 'record', '1503030002'],
    ]);
    expect(told(`${debug}<<< TLS 1.2, Handshake [length 0004], ServerHelloDone\n    0e 00 00 00\n`)).toEqual([
      ['received', 'message', '0e000000'],
    ]);
  });

  it('knows it in a log of javax.net.debug, where other dumps stand between', () => {
    const text = `javax.net.ssl|DEBUG|10|main|x|SSLSocketOutputRecord.java:275|Raw write (
  0000: 16 03 03 00 02 01 00                               .......
)
  0000: AA BB CC DD                                        ....
javax.net.ssl|DEBUG|10|main|x|SSLSocketInputRecord.java:494|Raw read (
  0000: 15 03 03 00 02                                     .....
)`;
    expect(told(text)).toEqual([
      ['sent', 'record', '16030300020100'],
      [null, null, 'aabbccdd'],
      ['received', 'record', '1503030002'],
    ]);
  });

  it.each(['no bytes at all', '2026', 'depth=0 CN = localhost', '443', '', 'MIIB3jCCAYSgAwIBAgIQPMXzOeR7'])(
    'finds none in %j',
    (text) => expect(told(text)).toEqual([]),
  );

  it('takes a bounded number of bytes, and never throws', () => {
    const long = '16030300020100ff\n'.repeat(MOST_BYTES / 4);
    expect(pastedBytes(long).reduce((sum, { bytes }) => sum + bytes.length, 0)).toBe(MOST_BYTES);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(pastedBytes(text).every(({ bytes }) => bytes.length > 0)).toBe(true);
      }),
    );
  });
});
