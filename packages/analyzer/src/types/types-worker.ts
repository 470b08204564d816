import { parentPort, workerData } from 'node:worker_threads';
import { createResolver } from '../link/resolver.ts';
import { answerFile } from './answer-questions.ts';
import type { TypesMessage, TypesRequest } from './ask-types.ts';
import { questionKey } from './type-answers.ts';
import { createTypeProject } from './type-project.ts';

/** With what it imports; about 600 MB. */
const MAX_PROGRAM_LOC = 400_000;

function post(message: TypesMessage): void {
  parentPort?.postMessage(message);
}

/** Batch after batch, so that no more than one program is held at a time. */
function run({ discovery, loc, batches, importedNames }: TypesRequest): void {
  const resolver = createResolver(discovery, new Set(loc.keys()));
  const total = batches.reduce((sum, batch) => sum + batch.length, 0);
  let done = 0;
  for (const batch of batches) {
    const files = batch.map(({ file }) => file);
    const project = createTypeProject(discovery.root, files, resolver, importedNames, {
      loc,
      max: MAX_PROGRAM_LOC,
    });
    for (const { file, questions } of batch) {
      post({ k: 'progress', done: done++, total });
      const wanted = new Set(questions.map(questionKey));
      post({ k: 'answers', answers: answerFile(project, file, wanted) });
    }
  }
  post({ k: 'end' });
}

run(workerData as TypesRequest);
