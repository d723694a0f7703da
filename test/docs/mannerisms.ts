/** A pattern that makes English hard to read, with what to write in its place. */
export interface Mannerism {
  readonly pattern: RegExp;
  readonly write: string;
}

/** What readers stumbled over. Text in backticks and quoted code is not searched. */
export const MANNERISMS: readonly Mannerism[] = [
  {
    pattern:
      /\b(?:after|among|at|before|behind|by|for|from|in|into|of|on|than|through|to|under|with|within|without) which\b/i,
    write: '"that", "where", "how", or a new sentence',
  },
  { pattern: /\b(?:those (?:that|who)|that which)\b/i, write: 'the noun: "the ports that"' },
  { pattern: /\bfor those\b/i, write: 'the reader: "if you"' },
  { pattern: /\bin the order in which\b/i, write: '"in apply order"' },
  {
    pattern: /\bst(?:ands?|ood) (?:in|there|beside|behind|between|below|under|where)\b/i,
    write: '"is in", "is beside", "means"',
  },
  { pattern: /\bc[ao]mes? (?:about|this)\b/i, write: 'who does it: "synth writes"' },
  { pattern: /\b(?:lies|lay) (?:in|beside|below|behind|between|outside)\b/i, write: '"is in", "is beside"' },
  { pattern: /(?<!istio-remote )\btells?\b(?! apart)/i, write: '"says", "shows", "prints"' },
  { pattern: /\b(?:is|are|was|were|be) told\b/i, write: 'who says it, or "know"' },
  { pattern: /\banew\b/i, write: '"again", "new", "recreate"' },
  { pattern: /\bin vain\b/i, write: 'what fails' },
  { pattern: /\bgo(?:es)? (?:away|on (?:with|\w+ing))\b/i, write: '"continues", "still", "disappears"' },
  { pattern: /\bmakes? (?:it |them )?again\b/i, write: '"recreates"' },
  { pattern: /\bno more than\b/i, write: '"at most", "only"' },
  { pattern: /\bthe very (?!first|last|same)/i, write: '"exactly the", "the same"' },
  { pattern: /\bsomething else than\b/i, write: '"something other than"' },
  {
    pattern:
      /\b(?:albeit|amongst|hence|lest|likewise|save for|seldom|thereby|thereof|thus|upon|whence|whereby|wherein|whilst|whoever|whomever)\b/i,
    write: 'a plain word',
  },
  { pattern: /\b(?:end|ends|ended) with (?:exit code )?[0-9]\b/i, write: '"exits 1"' },
  { pattern: /\bbut for\b/i, write: '"except for"' },
  { pattern: /\bas \S+(?: \S+)? has it\b/i, write: '"as in"' },
  { pattern: /\b(?:brings? along|gives? way)\b/i, write: 'the verb of the field' },
  { pattern: /\bowner alone\b/i, write: '"only its owner can"' },
  { pattern: /\bkeep (?:the others|others|it) from\b/i, write: '"the others still"' },
  {
    pattern: /\b(?:takes?|took|taken)(?: it| them)? for (?:a|an|another|its|the|their)\b/i,
    write: '"reads it as", "mistaken for"',
  },
  {
    pattern: /\b(?:takes?|taken|throws?|took) (?:everything |it |nothing |them )?away\b/i,
    write: '"removes", "deletes"',
  },
  { pattern: /\bla(?:id|ys?) (?:it |them )?(?:on|over)\b/i, write: '"merges into"' },
  { pattern: /\bputs? (?:it |them )?right\b/i, write: '"repairs", "corrects"' },
  {
    pattern: /\b(?:held|holds?) (?:an?|any|both|exactly|no|none|nothing|what)\b/i,
    write: '"contains", "has"',
  },
  { pattern: /\b(?:are|is|was) there already\b/i, write: '"already exists"' },
  // Conditions.
  {
    pattern:
      /\b(?:where (?:there|nobody|none|nothing) (?:are|has|have|is|was)|(?:absent|empty|none|undefined) where)\b/i,
    write: '"if", "without"',
  },
  // Clauses in place of a noun.
  { pattern: /^What (?:are|is|it|of|there)\b(?![^\n]*\?)/m, write: 'the noun, or the verb: "returns the"' },
  // Inversions: the verb before what acts.
  {
    pattern: /(?:^|[.:;] )(?:Comes|Goes|Follows|Stays|Stay) (?:the|this|a|an)\b/m,
    write: 'the subject first',
  },
  {
    pattern: /(?:^|[.;] )(?:Nor|Not until|Only then|So|Neither) (?:do|does|is|are|can|has|have)\b/im,
    write: 'the subject first',
  },
  { pattern: /(?:^|[.;] )Who(?:ever)? (?!\S+ \S+\?)[a-z]+s (?!.*\?)/m, write: '"If you"' },
];

/** What people read in a page: without blocks, code, links' targets and comments. */
export function proseOf(markdown: string): string {
  const blank = (text: string): string => text.replaceAll(/[^\n]/g, ' ');
  return markdown
    .replaceAll(/^```[\s\S]*?^```$/gm, blank)
    .replaceAll(/<!--[\s\S]*?-->/g, blank)
    .replaceAll(/`[^`\n]+`/g, (code) => 'x'.repeat(code.length))
    .replaceAll(/\]\([^)\n]*\)/g, blank);
}

/** Each mannerism in a text as `word: write instead`. */
export function mannerismsIn(text: string): { readonly index: number; readonly message: string }[] {
  // A line break in a sentence is a blank.
  const flat = text.replaceAll(/\n(?=[ \t]*[^\s\-*|#>])/g, ' ');
  return MANNERISMS.flatMap(({ pattern, write }) =>
    [...flat.matchAll(new RegExp(pattern, `${pattern.flags}g`))].map(({ 0: found, index }) => ({
      index,
      message: `"${found.replace(/^[.:; ]+/, '')}": write ${write}`,
    })),
  );
}

/** Readers lose the thread of longer sentences. A span of code counts as one word. */
const LONGEST_SENTENCE = 35;

/** The sentences of paragraphs that are too long. Lists, tables and headings are not searched. */
export function longSentencesIn(prose: string): { readonly index: number; readonly message: string }[] {
  const paragraphs = [
    ...prose.matchAll(/(?<=^|\n\s*\n)(?!\s*(?:[-*] |[#|<>]|\d+\. ))\S[\s\S]*?(?=\n\s*\n|$)/g),
  ];
  return paragraphs.flatMap(({ 0: paragraph, index: start }) =>
    [...paragraph.matchAll(/\S[\s\S]*?(?:[.:?!](?=\s)|$)/g)].flatMap(({ 0: sentence, index }) => {
      const words = sentence.split(/\s+/).filter((word) => /\w/.test(word)).length;
      return words <= LONGEST_SENTENCE
        ? []
        : [{ index: start + index, message: `a sentence of ${words} words: write two` }];
    }),
  );
}
