import { symlinkSync, truncateSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LARGEST_FILE, readBytes, readText } from '../src/read-file';
import { Sandbox } from './e2e/sandbox';

describe('reading a file that a user names', () => {
  it('reads as many bytes as it may have, and no more', () => {
    const text = Array.from({ length: 50_000 }, (_, index) => `ä${index}`).join('');
    const size = Buffer.byteLength(text);
    using sandbox = new Sandbox({ x: text });
    expect(readText(sandbox.path('x'), size) === text).toBe(true);
    expect(() => readText(sandbox.path('x'), size - 1)).toThrow(
      `${sandbox.path('x')}: expected at most 1 MB, got 1 MB. Is this the right file?`,
    );
  });

  it('does not read a file that is too large', () => {
    using sandbox = new Sandbox({ x: '' });
    truncateSync(sandbox.path('x'), 2 ** 40);
    expect(() => readBytes(sandbox.path('x'))).toThrow('expected at most 24 MB, got 1048576 MB');
  });

  it('ends at the limit of a device without an end', () => {
    using sandbox = new Sandbox({});
    symlinkSync('/dev/zero', sandbox.path('x'));
    expect(() => readBytes(sandbox.path('x'))).toThrow('x: expected at most 24 MB, got more');
    expect(() => readBytes('/dev/urandom', 1 << 20)).toThrow('expected at most 1 MB, got more');
  });

  it('reads an empty device, and what the kernel makes of nothing', () => {
    expect(readText('/dev/null')).toBe('');
    expect(readText('/proc/self/stat')).toContain(`${process.pid} `);
    expect(LARGEST_FILE).toBe(24 * 2 ** 20);
  });

  it('gives the errors of Node.js for what cannot be read', () => {
    expect(() => readBytes('/nowhere')).toThrow(expect.objectContaining({ code: 'ENOENT' }));
    expect(() => readBytes('/dev')).toThrow(expect.objectContaining({ code: 'EISDIR' }));
  });
});
