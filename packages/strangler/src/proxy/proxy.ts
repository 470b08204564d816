import type { Certificate } from '../lane/certificate.ts';
import type {
  ChangeRequest,
  ChangeResult,
  Decision,
  Gate,
  HoldRequest,
  PromoteRequest,
  Recheck,
  Rehearsal,
  RehearsalRequest,
  ReloadResult,
} from '../model/control.ts';
import type { ProxyLog } from '../model/log.ts';
import type { Picture } from '../model/picture.ts';
import type { ProgressQuery, ProgressReport } from '../model/progress.ts';
import type { Recorder } from '../model/recorder.ts';
import type { RouteTable } from '../model/routes.ts';
import type { DiffReport, ProxyStatus } from '../model/status.ts';
import type { MetricsFormat } from '../observe/prometheus.ts';
import type { Explanation, RequestSketch } from '../routes/explain.ts';
import type { Mount } from './middleware.ts';

export interface AdminAddress {
  readonly port: number;
  readonly host?: string;
  readonly token?: string;
  /** What the dashboard shows of each domain; asked while somebody looks, with this address. */
  readonly picture?: (adminUrl: string) => Promise<Picture>;
  /** What `POST /reload` does; by default the file of the table is read again. */
  readonly reload?: () => Promise<ReloadResult>;
}

export interface ProxyOptions {
  readonly table: RouteTable;
  /** 0 takes any free port. */
  readonly port: number;
  readonly host?: string;
  /** Admin API and dashboard, on loopback unless `host` says otherwise. Absent: none. */
  readonly admin?: AdminAddress;
  readonly gates?: readonly Gate[];
  /** How often gates with `watch` are asked again, in ms; default 60 000, 0 never. */
  readonly recheckMs?: number;
  readonly log?: ProxyLog;
  /** Takes the exchanges of routes that say `record`; redacting them is its business. */
  readonly recorder?: Recorder;
  /** Wall clock in ms, for the times in decisions. */
  readonly clock?: () => number;
  /** Where route states survive a restart; the decision log goes beside it, as `<stateFile>.log.jsonl`. */
  readonly stateFile?: string;
  /**
   * Where several proxies share states, decisions and evidence instead: a Redis server, and the name
   * (default `default`) of those that belong together.
   */
  readonly shared?: { readonly url: string; readonly name?: string };
  /** `safe` keeps every request on Node's own HTTP server; the answers are the same. */
  readonly lane?: 'fast' | 'safe';
  /** Serves TLS, with HTTP/2 for who asks for it. `proxy.setCertificate` changes it while running. */
  readonly tls?: Certificate;
  /** Lets other processes listen on the same port; the kernel spreads connections over them. */
  readonly reusePort?: boolean;
}

export interface Proxy {
  readonly url: string;
  readonly adminUrl: string | undefined;
  /** The same proxy inside a server of yours; `url` goes on listening. */
  readonly mount: Mount;
  status(): ProxyStatus;
  explain(request: RequestSketch): Explanation;
  /** Next step towards the service, past the gates. A refusal is an answer, not an exception. */
  promote(routeId: string, request?: PromoteRequest): Promise<ChangeResult>;
  hold(routeId: string, request?: HoldRequest): Promise<ChangeResult>;
  /** Back to the monolith, at once and ungated. */
  rollback(routeId: string, request?: ChangeRequest): Promise<ChangeResult>;
  /** Let a route that was rolled back automatically advance again. */
  rearm(routeId: string, request?: ChangeRequest): Promise<ChangeResult>;
  /** Start the count of compared answers anew, after a repair or a change of rules. */
  forget(routeId: string, request?: ChangeRequest): Promise<ChangeResult>;
  /** Takes users back to the monolith for some seconds, to see that it can be done. */
  rehearse(routeId: string, request?: RehearsalRequest): Promise<Rehearsal>;
  /** Asks the gates of routes that users are on once more, and acts on a certain no. */
  recheck(): Promise<readonly Recheck[]>;
  /** Oldest first. */
  history(query?: { readonly route?: string; readonly limit?: number }): readonly Decision[];
  diff(routeId: string): DiffReport;
  /** How much of the monolith is strangled, and what of it can be deleted. */
  progress(query?: ProgressQuery): ProgressReport;
  /** Prometheus text exposition format, or OpenMetrics, which has exemplars. */
  metrics(format?: MetricsFormat): string;
  /** Waits until mirrored requests and their comparisons are done; for tests and demonstrations. */
  settle(): Promise<void>;
  reload(table: RouteTable): Promise<ReloadResult>;
  /**
   * New connections get this certificate; open ones keep theirs.
   *
   * @throws ProxyError PROXY_KEYS_INVALID, and the old one stays
   */
  setCertificate(certificate: Certificate): void;
  /** Stops accepting, lets running requests finish for up to `drainMs` (default 10 000), then cuts. */
  close(options?: { readonly drainMs?: number }): Promise<void>;
}
