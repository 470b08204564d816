import type { Evaluator } from '../../link/evaluator.ts';
import type { ProgramFile } from '../../link/program.ts';
import type { Handler } from '../../model/analysis.ts';
import type { Expression } from '../../parse/expression.ts';
import type { Detector } from '../detector.ts';
import { objectProperty } from '../expressions.ts';

const ROUTE = /^(?:(get|post|put|patch|delete|head|options|all)\s+)?(r\|.*|\/\S*)$/i;

/** Sails: the routes that `config/routes.js` maps to actions. */
export const sails: Detector = {
  name: 'sails',
  packages: ['sails'],
  calls: [],
  file(file, out, evaluator) {
    const base = /^(.*\/)?config\/routes\.[cm]?[jt]s$/.exec(file.path);
    const item = base ? (file.exports.get('routes') ?? file.exports.get('default')) : undefined;
    if (!base || item?.k !== 'value' || item.value.k !== 'obj') return;
    for (const { key, value } of item.value.props) {
      const [, method, path] = ROUTE.exec(key ?? '') ?? [];
      if (path === undefined) continue;
      const handler = actionOf(value, base[1] ?? '', evaluator) ?? { file: file.path };
      const line = lineOf(value) ?? item.line;
      out.route({ file: file.path, line, method: (method ?? 'ALL').toUpperCase(), path, handler });
    }
  },
};

function lineOf(value: Expression): number | undefined {
  return value.k === 'str' || value.k === 'obj' ? value.line : undefined;
}

/** `'orders/show'`, `'OrderController.show'`, `{ action: 'orders/show' }`, `{ controller, action }`. */
function actionOf(value: Expression, root: string, evaluator: Evaluator): Handler | undefined {
  if (value.k === 'arr') return actionOf(value.items.at(-1) ?? { k: 'other' }, root, evaluator);
  const action = value.k === 'str' ? value : objectProperty(value, 'action');
  const controller = objectProperty(value, 'controller');
  if (action?.k !== 'str') return undefined;
  const target = controller?.k === 'str' ? `${controller.value}.${action.value}` : action.value;
  const [folder = '', method] = target.split('.');
  const found = (path: string): ProgramFile | undefined => {
    const { files } = evaluator.program;
    const wanted = `${root}api/controllers/${path}`;
    return files.get(`${wanted}.js`) ?? files.get(`${wanted}.ts`);
  };
  if (method === undefined) {
    const own = found(folder);
    return own && { file: own.path, symbol: 'fn' };
  }
  const own = found(folder) ?? found(`${folder}Controller`);
  return own && { file: own.path, symbol: method };
}
