import type {
  ChangeRequest,
  ChangeResult,
  Decision,
  HoldRequest,
  PromoteRequest,
  Recheck,
  Rehearsal,
  RehearsalRequest,
  ReloadResult,
} from '../model/control.ts';
import type { Picture } from '../model/picture.ts';
import type { ProgressQuery, ProgressReport } from '../model/progress.ts';
import type { DiffReport, ProxyStatus } from '../model/status.ts';
import type { MetricsFormat } from '../observe/prometheus.ts';
import type { Explanation, RequestSketch } from '../routes/explain.ts';

/** What the admin address can do with the proxy behind it. */
export interface AdminActions {
  status(): Promise<ProxyStatus>;
  /** What is known of the domains beside traffic; null when nobody tells. */
  picture(): Promise<Picture | null>;
  history(query: { readonly route?: string; readonly limit?: number }): readonly Decision[];
  diff(routeId: string): DiffReport;
  progress(query: ProgressQuery): ProgressReport;
  metrics(format: MetricsFormat): string;
  explain(request: RequestSketch): Explanation;
  promote(routeId: string, request: PromoteRequest): Promise<ChangeResult>;
  hold(routeId: string, request: HoldRequest): Promise<ChangeResult>;
  rollback(routeId: string, request: ChangeRequest): Promise<ChangeResult>;
  rearm(routeId: string, request: ChangeRequest): Promise<ChangeResult>;
  forget(routeId: string, request: ChangeRequest): Promise<ChangeResult>;
  rehearse(routeId: string, request: RehearsalRequest): Promise<Rehearsal>;
  /** Asks the gates of routes that users are on once more. */
  recheck(): Promise<readonly Recheck[]>;
  /** Reads the table file again. */
  reload(): Promise<ReloadResult>;
}
