import type { ProgramFile } from '../../link/program.ts';
import type { Detector, FactSink } from '../detector.ts';
import type { FunctionFact } from '../file-facts.ts';

const METHODS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']);

/** Next.js: the path of the file is the path of the route, and functions are called from the browser. */
export const next: Detector = {
  name: 'next',
  packages: ['next'],
  calls: [],
  file(file, out) {
    serverActions(file, out);
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

/** Functions that browsers call by name, wherever they stand: what a file of 'use server' exports, or their own 'use server'. */
function serverActions(file: ProgramFile, out: FactSink): void {
  const emit = (line: number, path: string, symbol: string): void => {
    const handler = { file: file.path, ...(symbol ? { symbol } : {}) };
    out.route({ file: file.path, line, method: 'ACTION', path, handler });
  };
  if (file.facts.isServer)
    for (const [name, item] of file.exports)
      if (item.k === 'value' || (item.k === 'local' && !isType(file, item.local)))
        emit(item.line, name, item.k === 'local' ? item.local : name);
  const { functions } = file.facts;
  for (let at = 0; at < functions.length; at++) {
    const { isServer, line, name } = functions[at] as FunctionFact;
    if (isServer) emit(line, name || 'anonymous', name);
  }
}

function isType(file: ProgramFile, name: string): boolean {
  return file.types.has(name) && !file.variables.has(name) && !file.declaredFunctions.has(name);
}

/** `orders/[id]` is `/orders/:id`, `(shop)` is only a group, `[...rest]` takes what is left. */
function routePath(path: string): string {
  const parts = path
    .split('/')
    .filter(
      (part) => part !== '' && part !== 'index' && !/^\(.*\)$/.test(part) && !part.startsWith('@'),
    );
  return `/${parts.map((part) => part.replace(/^\[{1,2}\.\.\.(.+?)\]{1,2}$/, '*$1').replace(/^\[(.+)\]$/, ':$1')).join('/')}`;
}
