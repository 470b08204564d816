import { callsNamed, type Program, type ProgramFile } from '../link/program.ts';
import type { Expression } from '../parse/expression.ts';
import type { TableRegistry } from './detector.ts';
import { lastName, objectProperty } from './expressions.ts';

interface Application {
  /** Folder of the file that starts it. */
  folder: string[];
  prefix: string;
  /** Of routes that say none. */
  version: string;
  excluded: string[];
}

type Evaluator = TableRegistry['evaluator'];
const known = new WeakMap<Program, Application[]>();

/**
 * What NestJS puts before every route of the application that a controller belongs to:
 * `app.setGlobalPrefix('api', { exclude: ['health'] })`. Of several applications the one whose start shares most
 * folders with the controller.
 * @param path of the route, as the controller has it
 */
export function globalPrefix(
  controller: ProgramFile,
  path: string,
  evaluator: Evaluator,
): { prefix: string; version: string } {
  const folder = controller.path.split('/').slice(0, -1);
  const shared = ({ folder: own }: Application): number => {
    const at = own.findIndex((part, index) => part !== folder[index]);
    return at === -1 ? own.length : at;
  };
  const [first, ...others] = applications(evaluator);
  if (!first) return { prefix: '', version: '' };
  const own = others.reduce((best, next) => (shared(next) > shared(best) ? next : best), first);
  const isOut = own.excluded.some((one) => trimmed(one) === trimmed(path));
  const version = own.version && `v${own.version}`;
  return { prefix: isOut ? '' : own.prefix, version };
}

function applications(evaluator: Evaluator): Application[] {
  const cached = known.get(evaluator.program);
  if (cached) return cached;
  const found: Application[] = [];
  known.set(evaluator.program, found);
  for (const file of evaluator.program.files.values()) {
    const prefixes = callsNamed(file, ['setGlobalPrefix']);
    const starts = callsNamed(file, ['create']).filter(
      ({ call }) => call.callee.k === 'member' && lastName(call.callee.object) === 'NestFactory',
    );
    if (prefixes.length + starts.length === 0) continue;
    const [call] = prefixes.map((own) => own.call);
    const text = (e: Expression | undefined): string => {
      const value = e && evaluator.evaluate(e, file, prefixes[0]?.fact.fn ?? -1);
      return value?.t === 'string' ? value.value : '';
    };
    const [versioning] = callsNamed(file, ['enableVersioning']);
    const version = objectProperty(versioning?.call.args[0], 'defaultVersion');
    const [defaultVersion] = version?.k === 'arr' ? version.items : [version];
    const excluded = objectProperty(call?.args[1], 'exclude');
    found.push({
      folder: file.path.split('/').slice(0, -1),
      prefix: text(call?.args[0]),
      version: text(defaultVersion),
      excluded: (excluded?.k === 'arr' ? excluded.items : []).map((item) =>
        text(item.k === 'obj' ? objectProperty(item, 'path') : item),
      ),
    });
  }
  return found;
}

function trimmed(path: string): string {
  return path.replace(/^\/|\/$/g, '');
}
