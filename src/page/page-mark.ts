import { MANAGED_BY } from '../kubernetes/labels';

/** First line of every page at the top of the output folder. A file of that name without it is somebody else's. */
export const PAGE_MARK = `<!-- Made by ${MANAGED_BY}: change mesh.yaml instead. -->`;

/** The page of the mesh, relative to the output folder. */
export const PAGE = 'README.md';

/** Name of the page with the n-th part of the table of clusters, in a mesh too large for one. */
export function tablePage(number: number): string {
  return `clusters-${number}.md`;
}

/** Whether a path of the output folder is that of a page. No cluster's folder has such a name: it holds a dot. */
export function isPagePath(path: string): boolean {
  return path === PAGE || /^clusters-\d+\.md$/.test(path);
}

/** Whether a text is a page that this tool has made. */
export function isOwnPage(text: string): boolean {
  return text.startsWith(`${PAGE_MARK}\n`);
}
