import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { marked, type Token, type Tokens } from 'marked';
import type { Page } from './pages';

export interface Link {
  readonly target: string;
  readonly anchor: string;
}

/** Relative links and images that lead to no file, or to no heading of one. */
export function deadLinks(page: Page, isThere: (path: string) => boolean): Link[] {
  return links(page).filter(({ target, anchor }) => {
    const file = target === '' ? page.file : join(dirname(page.file), target);
    if (!isThere(file)) return true;
    return anchor !== '' && !headings(readFileSync(file, 'utf8')).includes(anchor);
  });
}

/** Relative links and images; those to the web are not followed. */
export function links({ text }: Page): Link[] {
  const found: Link[] = [];
  marked.walkTokens(marked.lexer(text), (token) => {
    for (const href of hrefs(token)) {
      const [, target = '', anchor = ''] = /^([^#]*)#?(.*)$/.exec(href) ?? [];
      if (!/^[a-z]+:/.test(href)) found.push({ target, anchor: decodeURIComponent(anchor) });
    }
  });
  return found;
}

function hrefs(token: Token): string[] {
  if (token.type === 'link' || token.type === 'image') return [(token as Tokens.Link).href];
  if (token.type !== 'html') return [];
  return [...token.raw.matchAll(/\s(?:href|src)="([^"]*)"/g)].map(([, href = '']) => href);
}

/** Anchors of headings, as GitHub makes them. */
function headings(text: string): string[] {
  const seen = new Map<string, number>();
  return marked
    .lexer(text)
    .filter((token): token is Tokens.Heading => token.type === 'heading')
    .map((heading) => {
      const slug = heading.text
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-');
      const before = seen.get(slug) ?? 0;
      seen.set(slug, before + 1);
      return before === 0 ? slug : `${slug}-${before}`;
    });
}
