import { shown } from '../matching/refusal.ts';
import type { Matcher } from '../matching/rules.ts';
import { memberOf } from '../openapi/node.ts';
import type { Parameter } from '../openapi/operation.ts';
import { leavesOf } from '../openapi/schema/shape.ts';
import { severityOf } from './beyond.ts';
import type { HttpContext } from './context.ts';
import { allowsUnlisted, permittedValues } from './permitted.ts';
import type { ParameterProblems } from './request-parameters.ts';
import { ruleSamples } from './rule-samples.ts';

/**
 * A parameter whose example fits: does everything fit that its matching rules let the consumer send?
 * @param problemsOf what is wrong with another text in its place
 */
export function compareSentParameter(
  context: HttpContext,
  subject: 'request.query' | 'request.header',
  path: readonly (string | number)[],
  parameter: Parameter,
  example: string,
  matchers: readonly Matcher[],
  problemsOf: (text: string) => ParameterProblems,
): void {
  if (matchers.length === 0 || parameter.schema === undefined) return;
  const where = `The parameter "${parameter.name}"`;
  const beyond = ruleSamples(matchers, example, 'text').flatMap((sample) => {
    const problems = problemsOf(String(sample));
    const [problem] = problems === 'unreadable' ? [] : problems;
    return problem === undefined
      ? []
      : { sample, problem, severity: severityOf(problem, matchers) };
  });
  const worst = beyond.find(({ severity }) => severity === 'incompatible') ?? beyond[0];
  if (worst !== undefined) {
    const { sample, problem, severity } = worst;
    const message = `${where} may be ${shown(sample)} in the pact, and ${problem.message}.`;
    context.report(`${subject}.${severity}`, path, problem.node, message);
    return;
  }
  if (!allowsUnlisted(matchers)) return;
  const leaves = leavesOf([{ node: parameter.schema, scope: undefined }], context.document);
  // An enum in one of several alternatives does not limit the others.
  if (leaves.some(({ node }) => memberOf(node.value, 'oneOf') ?? memberOf(node.value, 'anyOf')))
    return;
  const permitted = permittedValues(leaves);
  if (permitted === undefined) return;
  const known = permitted.values.map(String).join(', ');
  context.report(
    `${subject}.wider`,
    path,
    permitted.node,
    `${where} may be other values in the pact, and the document accepts ${known}.`,
  );
}
