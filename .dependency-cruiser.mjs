/**
 * Which part may know which, as a test. Every rule says what to do instead.
 *
 * @type {import('dependency-cruiser').IConfiguration}
 */
const configuration = {
  forbidden: [
    {
      name: 'no-cycles',
      comment:
        'Two files that import each other are one idea in two places: move what both need into the file that has the lower-level idea, or pass it in.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'packages-meet-in-files',
      comment:
        'analyzer, contracts and strangler never import each other: they meet in files with a schema (analysis.json, plan.json, routes.yaml, pact). Wire two of them together in packages/ashlar.',
      severity: 'error',
      from: { path: '^packages/(analyzer|contracts|strangler)/src/' },
      to: { path: '^packages/(?!$1/)|^node_modules/(ashlar|@ashlar)/', pathNot: '^packages/$1/' },
    },
    {
      name: 'command-uses-front-doors',
      comment:
        'The command imports a package by its name or a subpath it exports, never by a path into it: export what is missing from that package’s index.',
      severity: 'error',
      from: { path: '^packages/ashlar/src/' },
      to: { path: '^packages/(analyzer|contracts|strangler)/(src|dist)/(?!(?:compare/)?index\\.)' },
    },
    {
      name: 'model-stands-alone',
      comment:
        'model/ is the vocabulary; it must not know who uses it. Move behaviour that needs a stage into that stage.',
      severity: 'error',
      from: { path: '^packages/([^/]+)/src/model/' },
      to: { path: '^packages/$1/src/(?!model/)' },
    },
    {
      name: 'analyzer-stages-in-order',
      comment:
        'Facts know nothing of opinions: discover, parse, facts, link, sql and engines must not import graph, boundaries, judge, plan or report. Hand the value over in analyze.ts.',
      severity: 'error',
      from: {
        path: '^packages/analyzer/src/(discover|parse|facts|link|sql|engines|cache|history)/',
      },
      to: {
        path: '^packages/analyzer/src/(graph|boundaries|metrics|judge|plan|report|check|compare)/',
      },
    },
    {
      name: 'opinions-only-see-facts',
      comment:
        'graph, boundaries, judge, plan and report work on the values in model/; how they were read is none of their business.',
      severity: 'error',
      from: {
        path: '^packages/analyzer/src/(graph|boundaries|metrics|judge|plan|report|check|compare)/',
      },
      to: { path: '^packages/analyzer/src/(discover|parse|facts|link|sql|engines|cache|history)/' },
    },
    {
      name: 'seam-reads-source-by-itself',
      comment:
        'seam/ turns a plan and the source into seam.json with the compiler’s help: it knows the model and nothing of facts or opinions. Hand values over in read-seam.ts.',
      severity: 'error',
      from: { path: '^packages/analyzer/src/seam/' },
      to: { path: '^packages/analyzer/src/(?!seam/|model/)' },
    },
    {
      name: 'broker-and-client-apart',
      comment:
        'Our client must work with any Pact broker and our broker with any client: they meet in HTTP, so neither imports the other.',
      severity: 'error',
      from: { path: '^packages/contracts/src/broker/' },
      to: { path: '^packages/contracts/src/(client|verify|pact|git|verdict)/' },
    },
    {
      name: 'client-and-broker-apart',
      comment:
        'Our client must work with any Pact broker and our broker with any client: they meet in HTTP, so neither imports the other.',
      severity: 'error',
      from: { path: '^packages/contracts/src/(client|verify|pact|git|verdict)/' },
      to: { path: '^packages/contracts/src/broker/' },
    },
    {
      name: 'no-test-code-in-products',
      comment:
        'What is published must not import from tests, benches or fixtures: move the shared part to src.',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/' },
      to: { path: '/(test|bench|fixtures)/' },
    },
    {
      name: 'no-undeclared-dependencies',
      comment:
        'A published package may import only what its own package.json declares: add it to dependencies of that workspace.',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/' },
      to: {
        // Workspaces resolve to their source, which no package.json declares as such.
        pathNot: '^packages/[^/]+/src/',
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'],
      },
    },
    {
      name: 'no-dumping-grounds',
      comment:
        'A folder or file called utils, helpers, common or shared collects what has no home. Name the idea and put it where that idea lives.',
      severity: 'error',
      from: {},
      to: { path: '/src/.*(utils|helpers|common|shared)(/|[.]ts$)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|fixtures)/' },
    tsPreCompilationDeps: true,
    parser: 'swc',
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@ashlar/source', 'import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.mts', '.js', '.mjs', '.json'],
    },
  },
};

export default configuration;
