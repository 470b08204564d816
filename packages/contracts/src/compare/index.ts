/** Comparing documents alone: without the broker and the verifier it loads in a tenth of the time. */
export { type DiffOptions, diffDocuments } from '../diff/diff-documents.ts';
export { renderDiffJson } from '../diff/render/json.ts';
export { renderDiffText } from '../diff/render/text.ts';
export { checkEvolution } from '../evolution/check-evolution.ts';
export { renderEvolutionText } from '../evolution/render-text.ts';
export { readApiDocument } from '../openapi/document.ts';
export { comparePacts } from './compare-pacts.ts';
export { readPactDocuments } from './read-pact-documents.ts';
export { renderComparisonJson } from './render/json.ts';
export { renderComparisonSarif } from './render/sarif.ts';
export { renderComparisonText } from './render/text.ts';
