import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64Bytes, readPem } from '../../src/kubernetes/pem';
import { PEM_TEXTS } from './pem-texts';

describe('readPem', () => {
  it.each(PEM_TEXTS)('reads what Go reads of $name', ({ text, blocks, fault }) => {
    const read = readPem(text);
    expect(read.blocks.map(({ type }) => type)).toEqual(blocks);
    expect(read.faults).toEqual(fault === undefined ? [] : [fault]);
  });

  it('gives bytes, lines and headers', () => {
    const [plain, headed] = readPem(PEM_TEXTS.map(({ text }) => text).join('\n')).blocks;
    expect(plain).toMatchObject({ line: 1, hasHeaders: false, bytes: Buffer.from([1, 2, 3]) });
    expect(headed?.text).toBe(plain?.text);
    expect(readPem('-----BEGIN X-----\na: b\n\nAQID\n-----END X-----\n').blocks).toEqual([
      {
        type: 'X',
        line: 1,
        hasHeaders: true,
        bytes: Buffer.from([1, 2, 3]),
        text: '-----BEGIN X-----\na: b\n\nAQID\n-----END X-----\n',
      },
    ]);
  });

  it('reads all bytes, however they are broken into lines', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.integer({ min: 1, max: 80 }), (bytes, width) => {
        const base64 = Buffer.from(bytes)
          .toString('base64')
          .replace(new RegExp(`.{${width}}`, 'g'), '$&\n');
        const { blocks, faults } = readPem(`-----BEGIN X-----\n${base64}\n-----END X-----`);
        expect(faults).toEqual([]);
        expect(blocks.map((block) => [...block.bytes])).toEqual([[...bytes]]);
      }),
    );
  });

  it('reads a hostile text in time that grows with its length alone', () => {
    const text = '-----BEGIN X-----\n'.repeat(50_000);
    expect(readPem(text).faults).toHaveLength(50_000);
  });
});

describe('base64Bytes', () => {
  it.each(['', 'AQID', 'AQ==', 'AQ\r\nID', 'AR=='])('reads %j', (text) => {
    expect(base64Bytes(text)).toEqual(Buffer.from(text, 'base64'));
  });

  it.each(['A', 'AQ', 'AQ=', 'AQ ID', 'AQ-_', '=', 'AQ==AQID'])('refuses %j', (text) => {
    expect(base64Bytes(text)).toBeUndefined();
  });
});
