import { ContractsError } from '../model/error.ts';
import type { VerificationResult, VerifyProviderOptions } from './model.ts';

export async function verifyProvider(options: VerifyProviderOptions): Promise<VerificationResult> {
  throw new ContractsError('CONTRACTS_VERIFIER_FAILED', options.provider, 'Not built yet.');
}
