import type { Clue } from './clue';

/** As htpasswd, crypt(3) and Argo CD write them; compose files double the dollar signs. */
const HASHES =
  /\${1,4}2[abxy]\${1,4}\d\d\${1,4}[./A-Za-z0-9]{53}|\${1,4}(?:apr1|1|5|6|y)\${1,4}(?:rounds=\d+\${1,4})?[./A-Za-z0-9]{1,16}\${1,4}[./A-Za-z0-9]{22,}|\${1,4}argon2(?:id|i|d)\${1,4}v=/g;
const SHA_HASH = /:\{S?SHA\}[A-Za-z0-9+/]{27}/g;

/** Hashes of passwords, which can be guessed at leisure. */
export function findPasswordHashes(text: string): Clue[] {
  const forms = [...(text.includes('$') ? [HASHES] : []), ...(text.includes('SHA}') ? [SHA_HASH] : [])];
  return forms.flatMap((form) =>
    [...text.matchAll(form)].map(({ index }) => ({ offset: index, what: 'password hash' })),
  );
}
