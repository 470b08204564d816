export { type ArchiveCounts, exportStore } from './broker/archive/export.ts';
export { importStore } from './broker/archive/import.ts';
export { type Broker, type BrokerOptions, createBroker } from './broker/create.ts';
export type { AuditEntry } from './broker/http/observe.ts';
export { type CleanOptions, type CleanResult, cleanStore } from './broker/retention/clean.ts';
export { type KeepSelector, parseKeepSelectors } from './broker/retention/selector.ts';
export type { BrokerConnection } from './client/connection.ts';
export {
  type EnvironmentRecord,
  type RecordDeploymentOptions,
  type RecordReleaseOptions,
  type RecordSupportEndedOptions,
  type RecordUndeploymentOptions,
  recordDeployment,
  recordRelease,
  recordSupportEnded,
  recordUndeployment,
} from './client/deployments.ts';
export {
  type CreateEnvironmentOptions,
  createEnvironment,
  type DeleteEnvironmentOptions,
  deleteEnvironment,
  type Environment,
  type EnvironmentContact,
  type ListEnvironmentsOptions,
  listEnvironments,
  type UpdateEnvironmentOptions,
  updateEnvironment,
} from './client/environments.ts';
export { type ListedPact, type ListPactsOptions, listPacts } from './client/list-pacts.ts';
export { type LiveEnvironment, type LiveVersion, liveVersions } from './client/live-versions.ts';
export {
  type CreatePacticipantOptions,
  createPacticipant,
  type DescribeVersionOptions,
  describePacticipant,
  describeVersion,
  listPacticipants,
  type Pacticipant,
  type PacticipantRef,
  type VersionDescription,
} from './client/pacticipants.ts';
export { type ProviderPactsOptions, providerPacts } from './client/provider-pacts.ts';
export {
  type BrokerNotice,
  type PublishedPact,
  type PublishPactsOptions,
  type PublishPactsResult,
  publishPacts,
} from './client/publish.ts';
export {
  type CreateWebhookOptions,
  createWebhook,
  deleteWebhook,
  listWebhooks,
  testWebhook,
  type Webhook,
  type WebhookEvent,
  type WebhookRef,
  type WebhookRequest,
  type WebhookTestResult,
} from './client/webhooks.ts';
export { COMPARISON_CODES, type ComparisonCode, type Severity } from './compare/codes.ts';
export { comparePacts } from './compare/compare-pacts.ts';
export type {
  CompareOptions,
  Comparison,
  ComparisonFinding,
  ComparisonStats,
  PactDocument,
  PactLocation,
} from './compare/model.ts';
export { readPactDocuments } from './compare/read-pact-documents.ts';
export { renderComparisonJson } from './compare/render/json.ts';
export { renderComparisonSarif } from './compare/render/sarif.ts';
export { renderComparisonText } from './compare/render/text.ts';
export { type DiffOptions, diffDocuments } from './diff/diff-documents.ts';
export type {
  Change,
  Direction,
  DocumentDiff,
  Impact,
  UnusedMember,
  UnusedOperation,
} from './diff/model.ts';
export { renderDiffJson } from './diff/render/json.ts';
export { renderDiffText } from './diff/render/text.ts';
export {
  type AcceptedPact,
  type AcceptOptions,
  acceptDrafts,
  contractIdentities,
  draftFileName,
} from './draft/accept.ts';
export { draftFromSeam, type SeamDraft } from './draft/draft-seam.ts';
export {
  type DraftTrafficOptions,
  draftFromTraffic,
  type TrafficDraft,
} from './draft/draft-traffic.ts';
export type { DraftInteraction, DraftOperation, Evidence } from './draft/model.ts';
export { renderPactSkeleton } from './draft/pact-skeleton.ts';
export {
  renderDraftDocument,
  renderDraftMarkdown,
  renderDraftStates,
  renderDraftText,
} from './draft/report.ts';
export { checkedSeam, type SeamDocument } from './draft/seam.ts';
export { renderSeamText } from './draft/seam-report.ts';
export type { Answer, CarrierOptions, MessageCarrier, RequestServer } from './events/carrier.ts';
export {
  channelName,
  type EventName,
  type MessageBroker,
} from './events/channel-name.ts';
export {
  type CloudEvent,
  type EventBinding,
  type EventMessage,
  readCloudEvent,
  toBinaryEvent,
  toStructuredEvent,
} from './events/cloud-event.ts';
export { type NatsLike, natsCarrier } from './events/nats-carrier.ts';
export { type RabbitChannelLike, rabbitmqCarrier } from './events/rabbitmq-carrier.ts';
export { checkEvolution, checkSchemaEvolution } from './evolution/check-evolution.ts';
export type { Evolution, EvolutionBreak, EvolutionMode } from './evolution/model.ts';
export { renderEvolutionText } from './evolution/render-text.ts';
export { detectBuild, requireBranch, requireVersion } from './git/detect.ts';
export type { BuildIdentity, DetectBuildOptions } from './git/model.ts';
export {
  matchMessage,
  matchRequest,
  matchResponse,
} from './matching/match-interaction.ts';
export type { MatchedPart, Mismatch } from './matching/model.ts';
export { type BrokerImport, importFromBroker } from './migration/import-from-broker.ts';
export { CONTRACTS_ERROR_CODES, ContractsError, type ContractsErrorCode } from './model/error.ts';
export {
  type ApiDocument,
  type DocumentKind,
  parseApiDocument,
  readApiDocument,
} from './openapi/document.ts';

export {
  type HttpRequest,
  type HttpResponse,
  type Message,
  readMessage,
  readRequest,
  readResponse,
} from './pact/interactions.ts';

export { prettyJson } from './pact/lossless-json.ts';
export type {
  Exchange,
  NamedValue,
  OmissionReason,
  RecordedBody,
  RecordedRequest,
  RecordedResponse,
} from './recording/model.ts';
export type { RawBody, RawExchange } from './recording/raw-exchange.ts';
export { readTraffic, type Traffic } from './recording/read-traffic.ts';
export {
  createRecorder,
  type Recorder,
  type RecorderCounts,
  type RecorderOptions,
} from './recording/recorder.ts';
export type { RecordingRules } from './recording/recording-thread.ts';
export { type RedactionOptions, Redactor } from './redaction/redactor.ts';

export { defineStates, type ProviderStates } from './states/define-states.ts';
export { canIDeploy, canIMerge, verdictExitCode } from './verdict/can-i-deploy.ts';
export type {
  AllVerified,
  BrokerStatement,
  CanIDeployOptions,
  CanIMergeOptions,
  DeployTarget,
  IgnoreSelector,
  NothingToVerify,
  NotVerified,
  NoVersionAtTarget,
  PacticipantSelector,
  RetryWhileUnknown,
  Verdict,
  VerdictCounts,
  VerdictQuestion,
  VerdictReason,
  VerdictRow,
  VerdictWarning,
  VerificationFailed,
  VersionedPacticipant,
  VersionUnknown,
} from './verdict/model.ts';
export {
  renderVerdictJson,
  renderVerdictMarkdown,
  renderVerdictText,
} from './verdict/render.ts';
export type {
  BrokerPactSource,
  ConsumerVersionSelector,
  FilePactSource,
  MessageProducer,
  MessageProducers,
  MessageRequest,
  PactSource,
  ProvidedMessage,
  StateFunction,
  StateHandler,
  StateHandlers,
  StateParameters,
  StateProblem,
  StateSteps,
  StateValues,
  VerificationResult,
  VerifiedInteraction,
  VerifiedPact,
  VerifyProviderOptions,
} from './verify/model.ts';
export {
  renderVerificationJson,
  renderVerificationText,
  verificationExitCode,
} from './verify/render.ts';
export { renderVerificationJunit } from './verify/render-junit.ts';
export { verifyProvider } from './verify/verify-provider.ts';
