/** The document of `ashlar deploy-order --json`: in which order provider and consumers may go out. */
export interface DeployOrder {
  schemaVersion: 1;
  provider: string;
  old: string;
  new: string;
  /** In order; what stands in one step may go out in any order. */
  steps: DeployStep[];
  consumers: ConsumerNeeds[];
  /** Breaking changes at places that no pact uses: what nobody is known to miss. */
  unusedBreaks: string[];
}

/**
 * expand: the provider offers old and new beside each other. migrate: a consumer goes over.
 * contract: the provider drops what is old. deploy: one step will do.
 */
export type DeployPhase = 'expand' | 'migrate' | 'contract' | 'deploy';

export interface DeployStep {
  phase: DeployPhase;
  deploy: string[];
  text: string;
}

export interface ConsumerNeeds {
  consumer: string;
  order: 'any' | 'provider-first' | 'consumer-first' | 'expand';
  /** Whether pacts of its next version were given; else today's stand for them. */
  nextKnown: boolean;
  /** What it asks today that the new document does not promise. */
  breaksToday: string[];
  /** What it will ask that the old document does not promise. */
  needsNew: string[];
}
