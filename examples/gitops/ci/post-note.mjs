// Writes a file into the merge request of a GitLab pipeline: into the note that an earlier pipeline wrote, or a new one.
import { readFileSync } from 'node:fs';

const { MESH_NOTE_TOKEN, CI_API_V4_URL, CI_PROJECT_ID, CI_MERGE_REQUEST_IID } = process.env;
if (!MESH_NOTE_TOKEN) {
  console.log('There is no MESH_NOTE_TOKEN: the summary is an artifact only.');
  process.exit(0);
}

const body = readFileSync(process.argv[2], 'utf8');
const mark = body.slice(0, body.indexOf('\n'));
const notes = `${CI_API_V4_URL}/projects/${CI_PROJECT_ID}/merge_requests/${CI_MERGE_REQUEST_IID}/notes`;

const me = await ask('GET', `${CI_API_V4_URL}/user`);
const earlier = await ask('GET', `${notes}?per_page=100&sort=desc`);
// Anyone may write the mark into a note; only our own may be written over.
const own = earlier.find((note) => note.author.id === me.id && note.body.startsWith(mark));
if (own === undefined) await ask('POST', notes, { body });
else await ask('PUT', `${notes}/${own.id}`, { body });

async function ask(method, url, content) {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', 'private-token': MESH_NOTE_TOKEN },
    ...(content === undefined ? {} : { body: JSON.stringify(content) }),
  });
  if (!response.ok)
    throw new Error(`GitLab answers ${response.status} to ${method} ${new URL(url).pathname}`);
  return response.json();
}
