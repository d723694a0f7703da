// Keeps the summary in one comment of the pull request (GitHub) or merge request (GitLab) of a pipeline: in the comment
// that an earlier pipeline wrote, or in a new one.
import { readFileSync } from 'node:fs';

const { env } = process;
const MARK = '<!-- istio-remote check --summary -->\n';

/** Anyone may write the mark into a comment; only our own may be written over. */
async function onGitHub(body) {
  const api = `${env.GITHUB_API_URL}/repos/${env.GITHUB_REPOSITORY}/issues`;
  const comments = `${api}/${env.PULL_REQUEST}/comments`;
  const headers = { accept: 'application/vnd.github+json', authorization: `Bearer ${env.GITHUB_TOKEN}` };
  let own;
  for (let page = 1, found; own === undefined && (found === undefined || found.length === 100); page += 1) {
    found = await ask('GET', `${comments}?per_page=100&page=${page}`, headers);
    own = found.find((one) => one.user?.login === 'github-actions[bot]' && one.body.startsWith(MARK));
  }
  if (own === undefined) await ask('POST', comments, headers, { body });
  else await ask('PATCH', `${api}/comments/${own.id}`, headers, { body });
}

async function onGitLab(body) {
  const notes = `${env.CI_API_V4_URL}/projects/${env.CI_PROJECT_ID}/merge_requests/${env.CI_MERGE_REQUEST_IID}/notes`;
  const headers = { 'private-token': env.MESH_NOTE_TOKEN };
  const me = await ask('GET', `${env.CI_API_V4_URL}/user`, headers);
  const earlier = await ask('GET', `${notes}?per_page=100&sort=desc`, headers);
  const own = earlier.find((note) => note.author.id === me.id && note.body.startsWith(MARK));
  if (own === undefined) await ask('POST', notes, headers, { body });
  else await ask('PUT', `${notes}/${own.id}`, headers, { body });
}

async function ask(method, url, headers, content) {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(content === undefined ? {} : { body: JSON.stringify(content) }),
  });
  if (!response.ok) throw new Error(`the answer to ${method} ${new URL(url).pathname} is ${response.status}`);
  return response.json();
}

const body = readFileSync(process.argv[2], 'utf8');
if (!body.startsWith(MARK)) console.log('There is no summary: the mesh has mistakes.');
else if (env.GITHUB_TOKEN) await onGitHub(body);
else if (env.MESH_NOTE_TOKEN) await onGitLab(body);
else console.log('There is no MESH_NOTE_TOKEN: the summary is an artifact only.');
