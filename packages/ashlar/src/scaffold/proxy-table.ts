import { parseDocument } from 'yaml';
import type { Config } from '../config/config.ts';
import { type Deployable, upstreamOf } from './deployable.ts';

/** The route table with the addresses under which the deployables find each other; all else as written. */
export function tableInside(
  text: string,
  config: Config,
  deployables: readonly Deployable[],
): string {
  const document = parseDocument(text);
  for (const one of deployables) {
    for (const name of upstreamOf(config, one)) {
      if (!document.hasIn(['upstreams', name])) continue;
      const url = `http://${one.name}:${one.port}`;
      const whole = document.hasIn(['upstreams', name, 'url']);
      document.setIn(whole ? ['upstreams', name, 'url'] : ['upstreams', name], url);
    }
  }
  return document.toString({ lineWidth: 0 });
}
