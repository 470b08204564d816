import type { Detector } from '../detector.ts';

const METHODS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']);

/** Next.js: the path of the file is the path of the route. */
export const next: Detector = {
  name: 'next',
  packages: ['next'],
  calls: [],
  file(file, out) {
    const app = /(?:^|\/)app\/(.*?)\/?route\.[cm]?[jt]sx?$/.exec(file.path);
    const pages = /(?:^|\/)pages\/(api\/.*)\.[cm]?[jt]sx?$/.exec(file.path);
    if (!app && !pages) return;
    const handler = (symbol: string): { file: string; symbol: string } => ({
      file: file.path,
      symbol,
    });
    if (app) {
      for (const [name, item] of file.exports) {
        if (METHODS.has(name))
          out.route({
            file: file.path,
            line: item.line,
            method: name,
            path: routePath(app[1] ?? ''),
            handler: handler(name),
          });
      }
    } else if (pages && file.exports.has('default')) {
      const line = file.exports.get('default')?.line ?? 1;
      out.route({
        file: file.path,
        line,
        method: 'ALL',
        path: routePath(pages[1] ?? ''),
        handler: handler('default'),
      });
    }
  },
};

/** `orders/[id]` is `/orders/:id`, `(shop)` is only a group, `[...rest]` takes what is left. */
function routePath(path: string): string {
  const parts = path
    .split('/')
    .filter(
      (part) => part !== '' && part !== 'index' && !/^\(.*\)$/.test(part) && !part.startsWith('@'),
    );
  return `/${parts.map((part) => part.replace(/^\[{1,2}\.\.\.(.+?)\]{1,2}$/, '*$1').replace(/^\[(.+)\]$/, ':$1')).join('/')}`;
}
