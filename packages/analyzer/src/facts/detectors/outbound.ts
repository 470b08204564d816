import { packageOf } from '../../link/value.ts';
import type { Expression } from '../../parse/expression.ts';
import type { CallSite, Detector } from '../detector.ts';
import { calledName, lastName, objectProperty, render } from '../expressions.ts';

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
    const called = withBase(site, target(site, site.call.args[0]));
    out.outbound({
      file: site.file.path,
      line: site.call.nameLine,
      target: called,
      ...methodOf(site, called),
    });
  },
};

/** From the name (`axios.post`), else from the settings; without any it is GET. */
function methodOf(site: CallSite, target: string): { method?: string } {
  const { name, call } = site;
  if (name === 'del') return { method: 'DELETE' };
  if (VERBS.includes(name) && name !== 'request') return { method: name.toUpperCase() };
  const [first, second] = call.args;
  const settings = [
    first?.k === 'obj' ? first : undefined,
    second?.k === 'fn' ? undefined : second,
  ];
  const given = settings.filter((one) => one !== undefined);
  // A variable, something spread, or a whole request in a variable may bring a method along.
  if (given.length === 0) return /^\{[^}]*\}$/.test(target) ? {} : { method: 'GET' };
  if (given.some((one) => one.k !== 'obj' || one.props.some(({ spread }) => spread))) return {};
  const named = given.map((one) => objectProperty(one, 'method')).find((one) => one !== undefined);
  if (named === undefined) return { method: 'GET' };
  const method = site.text(named);
  return method === undefined ? {} : { method: method.toUpperCase() };
}

/** What a client was told all its addresses begin with: `axios.create({ baseURL })`, `got.extend({ prefixUrl })`. */
function withBase(site: CallSite, path: string): string {
  if (/^(?:[a-z]+:|\{)/i.test(path)) return path;
  const client = site.value(site.receiver ?? site.call.callee);
  const maker = client.t === 'result' && /^(?:create|extend)$/.test(calledName(client.call) ?? '');
  const options = maker ? client.call.args[0] : undefined;
  const base = ['baseURL', 'prefixUrl', 'prefix', 'baseUrl']
    .map((key) => objectProperty(options, key))
    .find((e) => e !== undefined);
  if (!base || client.t !== 'result') return path;
  const value = site.registry.evaluator.evaluate(base, client.file, client.fn);
  const shownBase = value.t === 'string' ? value.value : `{${shown(base)}}`;
  return `${shownBase.replace(/\/$/, '')}/${path.replace(/^\//, '')}`;
}

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
  if (argument.k === 'call' && argument.construct && calledName(argument) === 'URL') {
    const [path, base] = argument.args.map((one) => target(site, one));
    return base === undefined || !path
      ? (path ?? '?')
      : `${base.replace(/\/$/, '')}/${path.replace(/^\//, '')}`;
  }
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
