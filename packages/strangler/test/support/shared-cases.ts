import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = new URL('../../../..', import.meta.url).pathname;
const folder = join(process.env.ASHLAR_SHARED ?? join(root, '..', 'shared'), 'proxy/cases');

/** Why the case files cannot be used, or undefined when they can. */
export const casesAbsent: string | undefined = existsSync(folder)
  ? undefined
  : 'the shared case files are not on this machine (set ASHLAR_SHARED)';

export interface RawCase {
  readonly name: string;
  readonly raw: string;
}

function read<T>(file: string): T {
  return JSON.parse(readFileSync(join(folder, file), 'utf8')) as T;
}

/** Requests with a header each; those without Host get one, so that it is not Host they fail by. */
export function desyncCases(): RawCase[] {
  interface Entry {
    name: string;
    method: string;
    uri: string;
    version: string;
    headers: [string, string][];
  }
  return read<Entry[]>('desync-guardian.json').map((entry, index) => {
    const hosted = entry.headers.some(([name]) => name.toLowerCase() === 'host');
    const lines = entry.headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    const line = [entry.method, entry.uri, entry.version].filter((part) => part !== '').join(' ');
    return {
      name: `${index} ${entry.name}`,
      raw: `${line}\r\n${hosted ? '' : 'Host: a.test\r\n'}${lines}\r\n`,
    };
  });
}

export function llhttpCases(): RawCase[] {
  interface Entry {
    name: string;
    raw: string;
    meta: { type: string };
  }
  return read<Entry[]>('llhttp-cases.json')
    .filter((entry) => entry.meta.type.startsWith('request'))
    .flatMap((entry, index) => {
      const hosted = entry.raw.replace('\r\n', '\r\nHost: a.test\r\n');
      return [
        { name: `${index} ${entry.name}`, raw: entry.raw },
        { name: `${index} ${entry.name}, with Host`, raw: hosted },
      ];
    });
}

/** Spellings of Transfer-Encoding beside a Content-Length, with a second request hidden inside. */
export function gadgetCases(): RawCase[] {
  return Object.entries(read<Record<string, string>>('smuggler-te-gadgets.json')).flatMap(
    ([name, gadget]) => {
      const hidden = '0\r\n\r\nGET /hidden HTTP/1.1\r\nHost: a.test\r\n\r\n';
      const head = 'POST / HTTP/1.1\r\nHost: a.test\r\n';
      return [
        {
          name: `${name} with length`,
          raw: `${head}Content-Length: ${hidden.length}\r\n${gadget}\r\n\r\n${hidden}`,
        },
        { name: `${name} alone`, raw: `${head}${gadget}\r\n\r\n${hidden}` },
      ];
    },
  );
}
