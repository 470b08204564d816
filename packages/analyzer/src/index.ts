export { type AnalyzeOptions, analyze } from './analyze.ts';
export {
  type ClusterOptions,
  type ClusterResult,
  cluster,
  type PlainGraph,
} from './boundaries/cluster.ts';
export { type SteeringConflict, steeringConflicts } from './boundaries/conflicting-steering.ts';
export { type UnmatchedSteering, unmatchedSteering } from './boundaries/unmatched-steering.ts';
export { acceptedBy, baselineOf, compareWithBaseline } from './check/compare-with-baseline.ts';
export { findViolations } from './check/find-violations.ts';
export {
  type ArchitectureChange,
  compareAnalyses,
  compareHeld,
  type MetricChange,
} from './compare/compare-analyses.ts';
export { boundariesOf, holdBoundaries } from './compare/hold-boundaries.ts';
export { type MoveRemark, moveRemarks } from './compare/move-remarks.ts';
export { type Move, reassign } from './compare/reassign.ts';
export { type ExtractOptions, extractFacts, type Progress } from './extract-facts.ts';
export { FINDING_TEXTS, sayFinding } from './judge/finding-texts.ts';
export { judgeFacts } from './judge-facts.ts';
export { readLoad } from './load/read-load.ts';
export { readSpans, type Span } from './load/spans.ts';
export { spreadLoad } from './load/spread-load.ts';
export { readSeam } from './load-seam.ts';
export { adjustedMutualInformation, adjustedRandIndex, pairF1 } from './metrics/agreement.ts';
export {
  businessContextPurity,
  type Decomposition,
  extremeDistribution,
  interfaceNumber,
  interPartitionCalls,
  meanConductance,
  structuralModularity,
  turboMq,
} from './metrics/decomposition.ts';
export { mojoFm } from './metrics/mojofm.ts';
export {
  type Agreement,
  type Labels,
  readReference,
  scoreAgainst,
} from './metrics/score-against.ts';
export * from './model/analysis.ts';
export * from './model/check.ts';
export { ANALYZER_ERROR_CODES, AnalyzerError, type AnalyzerErrorCode } from './model/error.ts';
export type { FindingKind, FindingOf, Severity } from './model/finding.ts';
export type { Load, LoadEntry, LoadShare, LoadSource } from './model/load.ts';
export * from './model/plan.ts';
export * from './model/seam.ts';
export type { DomainSteering, Steering } from './model/steering.ts';
export { parseAnalysis } from './parse-analysis.ts';
export { makePlan } from './plan/plan.ts';
export { renderChangeMarkdown } from './report/change-markdown.ts';
export {
  CHECK_RULE_WORDS,
  renderCheckGithub,
  renderCheckJson,
  renderCheckSarif,
  renderCheckText,
} from './report/check.ts';
export { renderDot } from './report/dot.ts';
export { type Explanation, explain, renderExplanation, type ThingKind } from './report/explain.ts';
export { renderExposureText } from './report/exposure-text.ts';
export { renderHtml } from './report/html.ts';
export { renderMarkdown } from './report/markdown.ts';
export { renderMermaid } from './report/mermaid.ts';
export { renderPlanText } from './report/plan-text.ts';
export { renderText } from './report/text.ts';
export { renderVerdictText } from './report/verdict-text.ts';
export { type DomainRole, type ForeignUse, planRoles, type RolePlan } from './roles/plan-roles.ts';
export { type RoleSqlOptions, renderRolesSql } from './roles/render-roles.ts';
