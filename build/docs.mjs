// Writes the tables of options in docs/configuration.md and docs/zh-CN/configuration.md from the schema that validates
// mesh.yaml. With --check it writes nothing and exits 1 if committed tables are stale. It writes no Chinese page with
// English in it: it exits 1 if a translation is missing or no longer used.
import { readFileSync, writeFileSync } from 'node:fs';
import { COLUMNS, LINES } from './option-tables.mjs';
import { translation } from './translation.mjs';

const END = '<!-- End of what build/docs.mjs makes. -->';
const CHINESE_TEXTS = 'build/configuration.zh-CN.yaml';

writeOrCompare(pageWithTables('docs/configuration.md', '', (_kind, english) => english));

const { translated, problems } = translation(CHINESE_TEXTS);
const chinese = pageWithTables('docs/zh-CN/configuration.md', ` and ${CHINESE_TEXTS}`, translated);
if (problems().length > 0) fail(problems().join('\n'));
else writeOrCompare(chinese);

function writeOrCompare({ file, committed, wanted }) {
  if (!process.argv.includes('--check')) writeFileSync(file, wanted);
  else if (wanted !== committed)
    fail(`${file}: the tables of options are out of date. Run \`node build/docs.mjs\``);
}

function fail(message) {
  console.error(message);
  process.exitCode = 1;
}

/**
 * Returns a page with new tables between the marker lines of each line.
 * @param andTexts further texts that depend on the tables, besides the schema
 * @param say returns the page's text for a kind of text and an English text
 */
function pageWithTables(file, andTexts, say) {
  const committed = readFileSync(file, 'utf8');
  const wanted = LINES.reduce((page, { source, suffix, tables }) => {
    const start = `<!-- Made by build/docs.mjs from the schema. Change ${source}${andTexts} and run \`node build/docs.mjs\`. -->`;
    const [before, rest = ''] = page.split(start);
    const end = rest.indexOf(END);
    if (end < 0) throw new Error(`${file}: expected the two marker lines of ${source}`);
    const made = tables.map((table) => tableText(table, suffix, say)).join('\n\n');
    return `${before}${start}\n\n${made}\n\n${rest.slice(end)}`;
  }, committed);
  return { file, committed, wanted };
}

function tableText({ title, rows }, suffix, say) {
  const heading = `${say('headings', title)}${say('headings', suffix)}`;
  const columns = COLUMNS.map(({ title: english }) => say('headings', english));
  const cells = rows.map((row) => COLUMNS.map(({ kind }, at) => inTable(say(kind, row[at]))));
  const lines = [columns, ...cells].map((row) => `| ${row.join(' | ')} |`);
  return [`### ${heading}`, '', lines[0], '|---|---|---|---|---|', ...lines.slice(1)].join('\n');
}

/** In code, `&lt;` would be shown literally. */
function inTable(text) {
  return text.replaceAll('|', '\\|').replaceAll(/`[^`]*`|</g, (found) => (found === '<' ? '&lt;' : found));
}
