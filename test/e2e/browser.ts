import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from './run';
import { Sandbox } from './sandbox';

const CHROMIUM = 'chromium';

/** Whether a browser is available to check pictures. */
export const hasBrowser = spawnSync(CHROMIUM, ['--version'], { stdio: 'ignore' }).status === 0;

/** The browser's result for one picture. */
export interface Drawn {
  /** The error; empty if there was none. */
  readonly error: string;
  /** Visible texts, one line each. */
  readonly text: string;
  readonly width: number;
  readonly height: number;
  /** Elements that do not belong in a picture, for example scripts and links. */
  readonly foreign: number;
}

/** Draws texts with Mermaid in one run of a browser, as GitHub does: strict, each text alone. */
export function draw(pictures: Readonly<Record<string, string>>): {
  drawn: Record<string, Drawn>;
  alerts: number;
} {
  const library = pathToFileURL(resolve('node_modules/mermaid/dist/mermaid.min.js')).href;
  const data = JSON.stringify(pictures).replaceAll('<', '\\u003c');
  using sandbox = new Sandbox({
    'page.html': `<!doctype html><meta charset="utf-8"><body><script src="${library}"></script><script>
const pictures = ${data};
let alerts = 0;
window.alert = () => { alerts += 1; };
${inBrowser}
main();
</script>`,
  });
  const { stdout, stderr } = run(
    CHROMIUM,
    [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--allow-file-access-from-files',
      '--virtual-time-budget=60000',
      '--dump-dom',
      pathToFileURL(sandbox.path('page.html')).href,
    ],
    { env: { HOME: sandbox.folder }, timeout: 100_000 },
  );
  const [, result] = /<pre id="result">([^<]*)<\/pre>/.exec(stdout) ?? [];
  if (result === undefined) throw new Error(`the browser gave no result: ${stderr.slice(-2000)}`);
  return JSON.parse(decodeURIComponent(result));
}

/** The script in the browser. */
const inBrowser = `
async function main() {
  mermaid.initialize({ startOnLoad: false, securityLevel: 'strict' });
  const drawn = {};
  for (const [name, text] of Object.entries(pictures)) drawn[name] = await attempt(async (place) => {
    place.innerHTML = (await mermaid.render('m' + Object.keys(drawn).length, text)).svg;
    const svg = place.querySelector('svg');
    if (svg.getAttribute('aria-roledescription') === 'error') throw new Error('Mermaid drew its sign of an error');
  });
  const result = document.createElement('pre');
  result.id = 'result';
  result.textContent = encodeURIComponent(JSON.stringify({ drawn, alerts }));
  document.body.append(result);
}
async function attempt(work) {
  const place = document.createElement('div');
  document.body.append(place);
  let error = '';
  try { await work(place); } catch (caught) { error = String(caught); }
  const box = place.querySelector('svg')?.getBoundingClientRect() ?? { width: 0, height: 0 };
  const text = place.innerText;
  const foreign = place.querySelectorAll('script, a, img, iframe, object, [onerror], [onclick]').length;
  place.remove();
  return { error, text, width: box.width, height: box.height, foreign };
}
`;
