import { parentPort } from 'node:worker_threads';
import type { CompareRules } from '../model/routes.ts';
import { compareAnswers } from './answers.ts';
import type { KeptAnswer } from './kept-answer.ts';
import { readyRules } from './rules.ts';

export interface Question {
  readonly id: number;
  readonly monolith: KeptAnswer;
  readonly service: KeptAnswer;
  readonly rules: CompareRules;
}

parentPort?.on('message', async ({ id, monolith, service, rules }: Question) => {
  const differences = await compareAnswers(revived(monolith), revived(service), readyRules(rules));
  parentPort?.postMessage({ id, differences });
});

/** A Buffer arrives as a plain Uint8Array. */
function revived(answer: KeptAnswer): KeptAnswer {
  const { body } = answer;
  return body === undefined
    ? answer
    : { ...answer, body: Buffer.from(body.buffer, body.byteOffset, body.byteLength) };
}
