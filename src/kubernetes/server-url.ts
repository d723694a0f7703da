import { isIpAddress } from './network';

/** Scheme, host and rest of a URL with a host. */
const PARTS = /^([a-z][a-z\d+.-]*):\/\/(?:[^/?#]*@)?(\[[^\]]*\]|[^/?#@:[\]]*)(?::\d*)?(?=[/?#]|$)(.*)$/iu;
/** A label of a host. DNS has no capitals and no underscore, but real servers use both. */
const LABEL = /^[a-z\d_](?:[-\w]{0,61}[a-z\d_])?$/i;

/**
 * Whether Go finds a server at the URL. Node.js accepts more: `http://127.1` and `http://0x7f.1` as addresses,
 * backslashes, blanks and `https:host`. Go looks these up as names or refuses them. Source: Go 1.26, net/url (Parse)
 * and net (ParseIP, isDomainName).
 */
export function isServerUrl(text: string): boolean {
  const [, , host = '', rest = ''] = PARTS.exec(text) ?? [];
  if (!isHost(host) || /[\s\p{Cc}\\]/u.test(text) || /%(?![\da-f]{2})/i.test(rest)) return false;
  return URL.canParse(text);
}

function isHost(host: string): boolean {
  if (host.startsWith('[')) return isIpAddress(host.slice(1, -1));
  if (isIpAddress(host)) return true;
  const labels = host.replace(/\.$/, '').split('.');
  // A name whose last label is a number is a broken address.
  return (
    host.length <= 254 &&
    labels.every((label) => LABEL.test(label)) &&
    !/^(?:\d+|0x[\da-f]*)$/i.test(labels.at(-1) ?? '')
  );
}
