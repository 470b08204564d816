import type { Rule } from './context.ts';
import { callInLoop } from './rules/call-in-loop.ts';
import { crossDomainForeignKey } from './rules/cross-domain-foreign-key.ts';
import { crossDomainJoin } from './rules/cross-domain-join.ts';
import { crossDomainRead } from './rules/cross-domain-read.ts';
import { crossDomainTransaction } from './rules/cross-domain-transaction.ts';
import { crossDomainWrite } from './rules/cross-domain-write.ts';
import { domainCycle } from './rules/domain-cycle.ts';
import { eventAcrossDomains } from './rules/event-across-domains.ts';
import { eventCandidate } from './rules/event-candidate.ts';
import { godDomain } from './rules/god-domain.ts';
import { hotspot } from './rules/hotspot.ts';
import { jobAcrossDomains } from './rules/job-across-domains.ts';
import { libraryAsDomain } from './rules/library-as-domain.ts';
import { lockstep } from './rules/lockstep.ts';
import { nanoDomain } from './rules/nano-domain.ts';
import { noOwner } from './rules/no-owner.ts';
import { onePersonKnowledge } from './rules/one-person-knowledge.ts';
import { sharedLibrary } from './rules/shared-library.ts';
import { sharedState } from './rules/shared-state.ts';
import { sharedStore } from './rules/shared-store.ts';
import { sharedTable } from './rules/shared-table.ts';
import { synchronousChain } from './rules/synchronous-chain.ts';
import { tableWithoutWriter } from './rules/table-without-writer.ts';
import { technicalLayer } from './rules/technical-layer.ts';
import { triggerAcrossDomains } from './rules/trigger-across-domains.ts';
import { twoPhaseCommit } from './rules/two-phase-commit.ts';
import { unparsedFile } from './rules/unparsed-file.ts';
import { viewAcrossDomains } from './rules/view-across-domains.ts';

/** Every rule there is. A new one is a file and a line here; the compiler asks for its words. */
export const RULES: readonly Rule[] = [
  sharedTable,
  crossDomainWrite,
  crossDomainTransaction,
  twoPhaseCommit,
  crossDomainJoin,
  crossDomainForeignKey,
  triggerAcrossDomains,
  viewAcrossDomains,
  crossDomainRead,
  domainCycle,
  synchronousChain,
  callInLoop,
  eventCandidate,
  eventAcrossDomains,
  sharedState,
  sharedStore,
  jobAcrossDomains,
  godDomain,
  nanoDomain,
  technicalLayer,
  libraryAsDomain,
  sharedLibrary,
  tableWithoutWriter,
  lockstep,
  hotspot,
  onePersonKnowledge,
  noOwner,
  unparsedFile,
];
