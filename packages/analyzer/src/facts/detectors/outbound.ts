import type { Program, ProgramFile } from '../../link/program.ts';
import { packageOf } from '../../link/value.ts';
import type { Expression } from '../../parse/expression.ts';
import { requireOf } from '../commonjs.ts';
import { isDerivedClient } from '../derived-clients.ts';
import type { CallSite, Detector } from '../detector.ts';
import { calledName, lastName, objectProperty, render } from '../expressions.ts';
import type { VariableFact } from '../file-facts.ts';
import { importsAny } from '../imported-packages.ts';

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

/** Functions that are called themselves, by what they are imported as. */
const CALLED = ['axios', 'got', 'ky', 'needle', 'request', 'fetch'];
/** Packages that are such a function as a whole. */
const CALLED_PACKAGES = [
  'axios',
  'got',
  'ky',
  'needle',
  'request',
  'request-promise',
  'request-promise-native',
  'node-fetch',
  'cross-fetch',
  'isomorphic-fetch',
  'make-fetch-happen',
  'ofetch',
  'phin',
];
/** Further ways of undici alone to ask: everyone has a `stream` and a `pipeline`. */
const OF_UNDICI: ReadonlySet<string> = new Set(['stream', 'pipeline']);
const DIRECT: ReadonlySet<string> = new Set([...CALLED, 'ofetch', ...VERBS]);
const WHOLE: ReadonlySet<string> = new Set(['default', '*', 'export=']);

/** HTTP calls that leave the process. */
export const outbound: Detector = {
  name: 'outbound-http',
  packages: [...CLIENTS],
  calls: [...CALLED, ...CALLED_PACKAGES, ...VERBS, ...OF_UNDICI],
  mayStartIn: (program) => importsAny(program, [...CLIENTS, 'node:http', 'node:https']),
  mayStartAs: (name, program) => clientNames(program).has(name),
  mayStart: ({ call, name }, _, file) =>
    call.callee.k === 'id' && !call.construct && isClientHere(file, name),
  call(site, out) {
    if (site.call.construct) return;
    if (OF_UNDICI.has(site.name) && !importsAny(site.program, ['undici'])) return;
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
      site.name !== 'fetch' &&
      !(from === 'undici' && OF_UNDICI.has(site.name))
    )
      return;
    const name = calledAs(site);
    if ((from === 'http' || from === 'https') && name !== 'get' && name !== 'request') return;
    if (from !== undefined && site.receiver === undefined && !isDirect(site, from)) return;
    const called = withBase(site, target(site, site.call.args[0]));
    out.outbound({
      file: site.file.path,
      line: site.call.nameLine,
      target: called,
      ...methodOf(site, called),
    });
  },
};

const known = new WeakMap<Program, ReadonlySet<string>>();

/** Names under which some file of the program has a client. */
function clientNames(program: Program): ReadonlySet<string> {
  const before = known.get(program);
  if (before) return before;
  const found = new Set<string>();
  for (const { facts } of program.files.values()) {
    for (const { specifier, names } of facts.imports)
      for (const { local, imported } of names)
        if (isDirectImport(imported, specifier)) found.add(local);
    const { variables } = facts;
    for (let at = 0; at < variables.length; at++) {
      const { name, init } = variables[at] as VariableFact;
      if (init && isClientMade(init)) found.add(name);
    }
  }
  known.set(program, found);
  return found;
}

/** A cheap look: `send` of `import send from 'got'`, or of `const send = got.extend({ … })`. */
function isClientHere(file: ProgramFile, name: string): boolean {
  const imported = file.imported.get(name);
  if (imported) return isDirectImport(imported.imported, imported.specifier);
  const variables = file.variables.get(name);
  return variables?.some(({ init }) => init !== undefined && isClientMade(init)) === true;
}

function isClientMade(init: Expression): boolean {
  const required = requireOf(init);
  return required ? isDirectImport(required.imported, required.specifier) : isDerivedClient(init);
}

function isDirectImport(imported: string, specifier: string): boolean {
  const name = specifier.startsWith('node:') ? specifier.slice(5) : specifier;
  if (!CLIENTS.has(name)) return false;
  if (name === 'undici' && OF_UNDICI.has(imported)) return true;
  return WHOLE.has(imported) ? CALLED_PACKAGES.includes(name) : DIRECT.has(imported);
}

/** Whether what is called is a client rather than anything else that its package exports. */
function isDirect({ file, name }: CallSite, from: string): boolean {
  const imported = file.imported.get(name);
  return !imported || !CLIENTS.has(from) || isDirectImport(imported.imported, from);
}

/** `get` of `import { get as load }`. */
function calledAs({ file, name, receiver }: CallSite): string {
  const imported = receiver ? undefined : file.imported.get(name)?.imported;
  return imported === undefined || WHOLE.has(imported) ? name : imported;
}

/** From the name (`axios.post`), else from the settings; without any it is GET. */
function methodOf(site: CallSite, target: string): { method?: string } {
  const { call } = site;
  const name = calledAs(site);
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
    site.text(objectProperty(argument, 'url') ?? objectProperty(argument, 'uri')) ??
    hostAndPath(site, argument);
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

/** `http.request({ host, path })`: what is literal of them. */
function hostAndPath(site: CallSite, options: Expression): string | undefined {
  const host = site.text(objectProperty(options, 'hostname') ?? objectProperty(options, 'host'));
  const path = site.text(objectProperty(options, 'path'));
  return host === undefined ? undefined : host + (path?.startsWith('/') ? path : '');
}

function shown(hole: Expression | undefined): string {
  return (hole ? lastName(hole) : undefined) ?? '…';
}
