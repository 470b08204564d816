import type {
  ChangeRequest,
  ChangeResult,
  Decision,
  Gate,
  HoldRequest,
  PromoteRequest,
  ReloadResult,
} from '../model/control.ts';
import type { ProxyLog } from '../model/log.ts';
import type { RouteTable } from '../model/routes.ts';
import type { DiffReport, ProxyStatus } from '../model/status.ts';
import type { Explanation, RequestSketch } from '../routes/explain.ts';

export interface ProxyOptions {
  readonly table: RouteTable;
  /** 0 takes any free port. */
  readonly port: number;
  readonly host?: string;
  /** Admin API and dashboard, on loopback unless `host` says otherwise. Absent: none. */
  readonly admin?: { readonly port: number; readonly host?: string; readonly token?: string };
  readonly gates?: readonly Gate[];
  readonly log?: ProxyLog;
  /** Wall clock in ms, for the times in decisions. */
  readonly clock?: () => number;
  /** Where route states survive a restart; the decision log goes beside it, as `<stateFile>.log.jsonl`. */
  readonly stateFile?: string;
}

export interface Proxy {
  readonly url: string;
  readonly adminUrl: string | undefined;
  status(): ProxyStatus;
  explain(request: RequestSketch): Explanation;
  /** Next step towards the service, past the gates. A refusal is an answer, not an exception. */
  promote(routeId: string, request?: PromoteRequest): Promise<ChangeResult>;
  hold(routeId: string, request?: HoldRequest): Promise<ChangeResult>;
  /** Back to the monolith, at once and ungated. */
  rollback(routeId: string, request?: ChangeRequest): Promise<ChangeResult>;
  /** Let a route that was rolled back automatically advance again. */
  rearm(routeId: string, request?: ChangeRequest): Promise<ChangeResult>;
  /** Oldest first. */
  history(query?: { readonly route?: string; readonly limit?: number }): readonly Decision[];
  diff(routeId: string): DiffReport;
  /** Waits until mirrored requests and their comparisons are done; for tests and demonstrations. */
  settle(): Promise<void>;
  reload(table: RouteTable): Promise<ReloadResult>;
  /** Stops accepting, lets running requests finish for up to `drainMs` (default 10 000), then cuts. */
  close(options?: { readonly drainMs?: number }): Promise<void>;
}

export function createProxy(options: ProxyOptions): Promise<Proxy> {
  return Promise.reject(new Error(`not ready: ${options.port}`));
}
