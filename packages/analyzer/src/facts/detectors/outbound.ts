import { packageOf } from '../../link/value.ts';
import type { Expression } from '../../parse/expression.ts';
import type { CallSite, Detector } from '../detector.ts';
import { lastName, objectProperty, render } from '../expressions.ts';

const VERBS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'request', 'del'];
const CLIENTS = new Set([
  'axios',
  'got',
  'ky',
  'superagent',
  'undici',
  'node-fetch',
  'cross-fetch',
  'request',
  'request-promise',
  'request-promise-native',
  'needle',
  'phin',
  'bent',
  'isomorphic-fetch',
  'http',
  'https',
  '@nestjs/axios',
  'ofetch',
  'make-fetch-happen',
  'wretch',
  'http2',
  'axios-retry',
  'gaxios',
]);

/** HTTP calls that leave the process. */
export const outbound: Detector = {
  name: 'outbound-http',
  packages: [...CLIENTS],
  calls: ['fetch', 'axios', 'got', 'request', 'needle', 'ky', ...VERBS],
  call(site, out) {
    if (site.call.construct) return;
    const callee = site.callee();
    const from = packageOf(callee);
    const isGlobalFetch =
      site.name === 'fetch' &&
      (site.receiver === undefined
        ? callee.t === 'unknown'
        : /^(?:globalThis|window|global)$/.test(lastName(site.receiver) ?? ''));
    if (!isGlobalFetch && !(from !== undefined && CLIENTS.has(from))) return;
    if (
      from !== undefined &&
      !VERBS.includes(site.name) &&
      site.receiver !== undefined &&
      site.name !== 'fetch'
    )
      return;
    if ((from === 'http' || from === 'https') && site.name !== 'get' && site.name !== 'request')
      return;
    const argument = site.call.args[0];
    out.outbound({
      file: site.file.path,
      line: site.call.nameLine,
      target: target(site, argument),
    });
  },
};

function target(site: CallSite, argument: Expression | undefined): string {
  if (!argument) return '?';
  const text =
    site.text(argument) ??
    site.text(
      objectProperty(argument, 'url') ??
        objectProperty(argument, 'uri') ??
        objectProperty(argument, 'hostname'),
    );
  if (text !== undefined) return text;
  if (argument.k === 'template')
    return argument.parts
      .map((part, i) => part + (i < argument.holes.length ? `{${shown(argument.holes[i])}}` : ''))
      .join('');
  if (argument.k === 'concat')
    return `${target(site, argument.left)}${target(site, argument.right)}`;
  return `{${render(argument)}}`;
}

function shown(hole: Expression | undefined): string {
  return (hole ? lastName(hole) : undefined) ?? '…';
}
