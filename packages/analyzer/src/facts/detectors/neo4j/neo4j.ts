import { isCypher, readCypher } from '../../../cypher/read-cypher.ts';
import { packageOf } from '../../../link/value.ts';
import type { CallSite, Detector, FactSink } from '../../detector.ts';
import { importsAny } from '../../imported-packages.ts';
import { cypherText } from './cypher-text.ts';

const PACKAGES: string[] = ['neo4j-driver', 'neo4j-driver-lite', 'nest-neo4j', 'neode', 'neogma'];

/** Methods of the driver; what has another name is read where a text of Cypher is handed to it. */
const RUNS = new Set(['run', 'executeQuery']);
const HANDED = ['cypher', 'readCypher', 'writeCypher', 'read', 'write', 'query'];

/** Neo4j: the labels of nodes and the types of relationships in texts of Cypher. */
export const neo4j: Detector = {
  name: 'neo4j',
  followsCallers: true,
  packages: PACKAGES,
  calls: [...RUNS, ...HANDED],
  mayCallIn: (program) => importsAny(program, PACKAGES),
  call(site, out) {
    if (!site.receiver) return;
    const [first] = site.call.args;
    const query = cypherText(site, first);
    if (query && isCypher(query.text)) reported(site, out, query);
    else if (query === undefined && first && isOfDriver(site))
      out.unknownTable(site, '', 'the text of the query is computed');
  },
};

function isOfDriver(site: CallSite): boolean {
  return RUNS.has(site.name) && /^neo4j-driver/.test(packageOf(site.value(site.receiver)) ?? '');
}

function reported(
  site: CallSite,
  out: FactSink,
  { text, line }: { text: string; line?: number },
): void {
  for (const { name, operation, offset } of readCypher(text)) {
    const before = text.slice(0, offset).split('\n').length - 1;
    if (name === undefined) out.unknownTable(site, '', 'label is computed');
    else out.access(site, name, operation, line === undefined ? {} : { line: line + before });
  }
}
