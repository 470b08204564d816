export { type AdminClient, createAdminClient, type TailQuery } from './admin/client.ts';
export { type Experiment, type ExperimentOptions, experiment } from './experiment/experiment.ts';
export { type ExportOptions, exportTable } from './export/export-table.ts';
export type { Exported, ExportedFile, ExportProblem } from './export/model.ts';
export { EXPORT_TARGETS } from './export/targets.ts';
export type { Certificate } from './lane/certificate.ts';
export type {
  Advance,
  ChangeRequest,
  ChangeResult,
  Decision,
  DecisionAction,
  Gate,
  GateAnswer,
  GateVerdict,
  HoldRequest,
  Override,
  PromoteRequest,
  Recheck,
  Rehearsal,
  RehearsalRequest,
  ReloadResult,
} from './model/control.ts';
export { PROXY_ERROR_CODES, ProxyError, type ProxyErrorCode } from './model/error.ts';
export type { FinishedRequest } from './model/finished-request.ts';
export type { LogLevel, ProxyLog } from './model/log.ts';
export type { DomainPicture, Picture, PictureLine, PictureRow } from './model/picture.ts';
export type {
  ProgressQuery,
  ProgressReport,
  RouteProgress,
  Share,
  SourceEndpoint,
} from './model/progress.ts';
export type { FinishedExchange, Recorder, RecordSettings } from './model/recorder.ts';
export type {
  Budget,
  CompareRules,
  Limits,
  Route,
  RouteGate,
  RouteState,
  RouteTable,
  ShadowSettings,
  StateName,
  StickyKey,
  TelemetrySettings,
  Timeouts,
  Upstream,
} from './model/routes.ts';
export type {
  Count,
  DifferenceCause,
  DifferenceKind,
  DiffReport,
  FleetStatus,
  NoisePath,
  Parity,
  ProxyStatus,
  RouteStatus,
  TargetTraffic,
  TestOutcome,
  TestStatus,
  UpstreamStatus,
} from './model/status.ts';
export type {
  WrittenRoute,
  WrittenRouteTable,
  WrittenSettings,
  WrittenUpstream,
} from './model/written.ts';
export type {
  WrittenApiKey,
  WrittenApiKeys,
  WrittenAuthentication,
  WrittenAuthenticator,
  WrittenBearer,
  WrittenBodyChanges,
  WrittenCertificates,
  WrittenConcurrencyLimit,
  WrittenCors,
  WrittenDownstreamToken,
  WrittenFieldChanges,
  WrittenMessageChanges,
  WrittenObservability,
  WrittenObserve,
  WrittenQuotaStore,
  WrittenRateLimit,
  WrittenRewrite,
  WrittenSession,
  WrittenSlo,
  WrittenTransform,
  WrittenValidation,
} from './model/written-duties.ts';
export type { MetricsFormat } from './observe/prometheus.ts';
export { createProxy } from './proxy/create.ts';
export type { Mount } from './proxy/middleware.ts';
export type { AdminAddress, Proxy, ProxyOptions } from './proxy/proxy.ts';
export { checkRoutes, type RouteFinding } from './routes/check.ts';
export { defineRoutes } from './routes/define.ts';
export { type Explanation, explainRoute, type RequestSketch } from './routes/explain.ts';
export { type PlanTarget, routesFromPlan } from './routes/from-plan.ts';
export { loadRoutes } from './routes/load.ts';
export { grafanaDashboard } from './slo/dashboard.ts';
export { hasObjectives, prometheusRules } from './slo/prometheus-rules.ts';
