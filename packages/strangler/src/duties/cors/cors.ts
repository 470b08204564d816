import type { ResponseHead } from '../../http/response.ts';
import type { CorsSettings } from '../../model/duties.ts';
import type { Denial, Duty, Visit } from '../duty.ts';
import { PassingSink } from '../passing-sink.ts';

/** The CORS protocol (Fetch standard, 3.3) in the place of the upstreams, whose own fields are taken away. */
export function cors(settings: CorsSettings): Duty {
  const allowed = originTest(settings.origins);
  const any = settings.origins.includes('*');
  return {
    name: 'cors',
    admit: (visit) => {
      // A cache must not give one origin's answer to another.
      if (!any) visit.answerFields.push('Vary', 'Origin');
      const origin = visit.header('origin');
      if (origin === undefined) return undefined;
      const fits = allowed(origin);
      if (fits) visit.answerFields.push(...granted(settings, any ? '*' : origin));
      const method = visit.header('access-control-request-method');
      if (visit.request.method !== 'OPTIONS' || method === undefined) return undefined;
      if (fits) return preflight(settings, method, visit);
      return { status: 403, detail: 'Pages of this origin may not ask here.' };
    },
    receive: (_visit, _target, sink) => new WithoutCors(sink),
  };
}

function granted({ credentials, expose }: CorsSettings, origin: string): string[] {
  return [
    'Access-Control-Allow-Origin',
    origin,
    ...(credentials ? ['Access-Control-Allow-Credentials', 'true'] : []),
    ...(expose.length === 0 ? [] : ['Access-Control-Expose-Headers', expose.join(', ')]),
  ];
}

function preflight(settings: CorsSettings, method: string, visit: Visit): Denial {
  const { methods, headers, maxAgeSeconds } = settings;
  const asked = (visit.header('access-control-request-headers') ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => /^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name));
  const known = headers.map((name) => name.toLowerCase());
  const open = known.includes('*');
  const granted = open ? asked : asked.filter((name) => known.includes(name));
  const fields = [
    'Access-Control-Allow-Methods',
    methods.join(', '),
    'Access-Control-Max-Age',
    String(maxAgeSeconds),
    'Vary',
    'Access-Control-Request-Method, Access-Control-Request-Headers',
  ];
  if (granted.length > 0) fields.push('Access-Control-Allow-Headers', granted.join(', '));
  // The browser itself refuses what is not in the lists; the status says so to people.
  const fits = methods.includes(method) && granted.length === asked.length;
  return fits
    ? { status: 204, detail: undefined, fields }
    : { status: 403, detail: 'This method, or one of these fields, may not be used here.', fields };
}

function originTest(origins: readonly string[]): (origin: string) => boolean {
  if (origins.includes('*')) return () => true;
  const exact = new Set(origins);
  const patterns = origins
    .filter((origin) => origin.includes('://*.'))
    .map((origin) => {
      const [scheme = '', host = ''] = origin.split('://*.');
      const rest = host.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      return new RegExp(`^${scheme}://(?:[a-z0-9-]+\\.)+${rest}$`);
    });
  return (origin) => exact.has(origin) || patterns.some((pattern) => pattern.test(origin));
}

class WithoutCors extends PassingSink {
  override head(head: ResponseHead): void {
    if (!head.names.some((name) => name.startsWith('access-control-'))) {
      super.head(head);
      return;
    }
    const keep = head.names.map((name) => !name.startsWith('access-control-'));
    super.head({
      ...head,
      fields: head.fields.filter((_, i) => keep[Math.floor(i / 2)]),
      names: head.names.filter((_, i) => keep[i]),
      relayed: { answer: undefined },
    });
  }
}
