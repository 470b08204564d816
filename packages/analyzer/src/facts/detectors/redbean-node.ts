import { packageOf, type Value } from '../../link/value.ts';
import type { Expression } from '../../parse/expression.ts';
import type { CallSite, Detector } from '../detector.ts';
import { calledName } from '../expressions.ts';
import { baseName } from '../model-holders.ts';

const PACKAGE = 'redbean-node';
/** Their first argument names the table. */
const READS = ['find', 'findOne', 'findAll', 'load', 'loadAll', 'count', 'findOrCreate'];
const NAMED_WRITES = ['wipe', 'hunt'];
/** They take beans, which know their table. */
const STORES = ['store', 'storeAll', 'trash', 'trashAll'];

/** RedBeanNode: `R.findOne('orders', …)`, and beans that are stored again. */
export const redbeanNode: Detector = {
  name: 'redbean-node',
  followsCallers: true,
  packages: [PACKAGE],
  calls: [...READS, ...NAMED_WRITES, ...STORES, 'dispense'],
  call(site, out) {
    if (!site.receiver || packageOf(site.value(site.receiver)) !== PACKAGE) return;
    if (site.name === 'dispense' || site.chain[0] !== site.call) return;
    const [first] = site.call.args;
    const isStore = STORES.includes(site.name);
    const table = isStore ? tableOfBean(site, site.value(first)) : site.text(first);
    if (table !== undefined) out.access(site, table, READS.includes(site.name) ? 'read' : 'write');
    else
      out.unknownTable(
        site,
        '',
        isStore ? 'where the bean comes from is not known' : 'table name is computed',
      );
  },
};

/** What `dispense`, `load` or a finder was told, or the name of the file of a model's class. */
function tableOfBean(site: CallSite, bean: Value): string | undefined {
  if (bean.t === 'instance' || bean.t === 'class') return baseName(bean.file.path);
  if (bean.t === 'member') return tableOfBean(site, bean.of);
  if (bean.t !== 'result') return undefined;
  const { call, file, fn, binding } = bean;
  const isOwn =
    packageOf(bean) === PACKAGE && [...READS, 'dispense'].includes(calledName(call) ?? '');
  const named: Expression | undefined = isOwn ? call.args[0] : undefined;
  const value = named && site.registry.evaluator.evaluate(named, file, fn, binding);
  return value?.t === 'string' ? value.value : undefined;
}
