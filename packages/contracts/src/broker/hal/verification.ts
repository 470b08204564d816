import { shownTime } from '../store/clock.ts';
import type { Pact } from '../store/pacts.ts';
import type { Verification } from '../store/verifications.ts';
import { pactName } from './pact.ts';
import type { Urls } from './urls.ts';

/** A result, told for the newest pact with the verified content. */
export function representVerification(result: Verification, pact: Pact, urls: Urls): object {
  const self = urls.verification(result);
  return {
    providerName: result.provider,
    providerApplicationVersion: result.providerVersion,
    success: result.success,
    verificationDate: shownTime(result.createdAt),
    ...(result.buildUrl === null ? {} : { buildUrl: result.buildUrl }),
    ...(result.testResults === null ? {} : { testResults: JSON.parse(result.testResults) }),
    verifiedBy: JSON.parse(result.verifiedBy),
    _links: {
      self: {
        title: 'Verification result',
        name: `Verification result ${result.number} for ${pactName(pact)}`,
        href: self,
      },
      'pb:pact-version': {
        title: 'Pact',
        name: pactName(pact),
        href: urls.contentWith(pact, { cvn: pact.version }),
      },
      'pb:triggered-webhooks': {
        title: 'Webhooks triggered by the publication of this verification result',
        href: `${self}/triggered-webhooks`,
      },
    },
  };
}
