/** The rooms of the house and the doors between them. Same table as ARCHITECTURE.md, "Who may import whom". */
const room = (name) => `^${name}/`
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

export default {
  forbidden: [
    forbid('no-circles', 'Two files that need each other are one file, or want a third.', {}, { circular: true }),
    // `aws-lambda` is a package of types alone, and the parser does not tell a type's import from another.
    forbid(
      'no-missing',
      'The import leads nowhere: correct the path, or add the package.',
      {},
      { couldNotResolve: true, pathNot: '^aws-lambda$' },
    ),
    forbid(
      'core-is-pure',
      'core/ decides; it never reaches out. Add a port in core/ and an adapter behind it.',
      { path: room('core') },
      { path: '^(adapters|functions|infra|operator|templates|test|bench)/' },
    ),
    forbid(
      'core-knows-no-sdk',
      'Only luxon, zod, semver and node:crypto may be needed to decide (ADR 0003). Put the library behind a port.',
      { path: room('core') },
      {
        dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'core'],
        pathNot: 'node_modules/(@types/)?(luxon|zod|semver)/|^(node:)?crypto$',
      },
    ),
    forbid(
      'adapters-see-core-only',
      'An adapter knows the core and its own library. What combines adapters is a use case or a main.ts.',
      { path: room('adapters') },
      { path: '^(functions|infra|operator|templates|test|bench)/' },
    ),
    forbid(
      'adapters-stand-alone',
      'One adapter, one service; use cases combine them. Pass what you need in as a port.',
      { path: '^adapters/([^/]+)/' },
      { path: '^adapters/', pathNot: '^adapters/$1/' },
    ),
    forbid(
      'functions-stand-alone',
      'Lambdas meet on the table and the queues, never in an import.',
      { path: '^functions/([^/]+)/' },
      { path: '^functions/', pathNot: '^functions/$1/' },
    ),
    forbid(
      'functions-see-core-and-adapters',
      'A function wires core and adapters; it knows no other room.',
      { path: room('functions') },
      { path: '^(infra|operator|templates|test|bench)/' },
    ),
    forbid(
      'infra-sees-policy-and-env',
      'The stack knows what a function needs (its env.ts), the policy and its holidays (ADR 12), not how it works.',
      { path: room('infra') },
      {
        path: '^(core|adapters|functions|operator|templates|test|bench)/',
        pathNot: '^(core/policy/|core/shared/|core/embargo/(holiday-table|instant)[.]ts$|adapters/holidays/|functions/[^/]+/env[.]ts$)',
      },
    ),
    forbid(
      'templates-see-core-only',
      'Templates are compiled against the view models of core/notice.',
      { path: room('templates') },
      { path: '^(adapters|functions|infra|operator|test|bench)/' },
    ),
    forbid(
      'console-knows-no-store',
      'Operators come in through the API; only operator/local runs the functions.',
      { path: '^operator/cli/' },
      { path: '^(adapters/(dynamodb|kms|s3|sqs|ses)|infra|templates)/' },
    ),
    forbid(
      'nobody-imports-tests',
      'A test is a leaf. Move what others need into a room.',
      { pathNot: '^(test|bench)/' },
      { path: '^(test|bench)/' },
    ),
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(cdk[.]out|templates/dist)/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.json', '.mjs'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
}
