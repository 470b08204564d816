import type { Handler, Site } from '../../../model/analysis.ts';
import type { FactSink } from '../../detector.ts';

export function emit(out: FactSink, at: Site, name: string, handler: Handler | undefined): void {
  out.job({ ...at, name, kind: 'command', ...(handler ? { handler } : {}) });
}

/** `serve <port>` is called `serve`. */
export function plain(text: string): string {
  return text.split(/(?<!\s)\s*[<[]/)[0]?.trim() ?? text;
}
