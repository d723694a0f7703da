const TAG_BYTES = 16;
/** RSA keys of 2048 to 16384 bits. */
const KEY_BYTES = { least: 256, most: 2048 } as const;

/** Whether a text has the form of a sealed value; only the controller's private key tells more. */
export function isSealedValue(text: string): boolean {
  if (!/^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) return false;
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length < 2) return false;
  const key = bytes.readUInt16BE(0);
  return key >= KEY_BYTES.least && key <= KEY_BYTES.most && bytes.length >= 2 + key + TAG_BYTES;
}
