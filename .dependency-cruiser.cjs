// Who may import whom (the rooms of the README). A rule that fails says in its comment why it exists.
const SOURCES = ['^(apps|packages)/[^/]+/src/', '^apps/admin/(app|server)/', '^prisma/src/'];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment:
        'Files that need each other are one file in two pieces: neither can be read or tested alone. Types may, they are gone when it runs.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'domain-knows-nothing',
      comment: 'Decisions are pure: the domain imports no other room, no package and nothing of Node.',
      severity: 'error',
      from: { path: '^packages/domain/src' },
      to: { pathNot: '^packages/domain/src' },
    },
    {
      name: 'ssg-knows-nothing-of-us',
      comment: 'The SSG client and simulator speak SSG only, so that they can be used and tested without Rollcall.',
      severity: 'error',
      from: { path: '^packages/ssg/src' },
      to: { path: '^(apps|prisma|packages/(?!ssg/))' },
    },
    {
      name: 'ssg-client-without-simulator',
      comment: 'What talks to the real SSG must not lean on the pretended one. (The table of operations is shared by both.)',
      severity: 'error',
      from: { path: '^packages/ssg/src/(?!simulator/)' },
      to: { path: '^packages/ssg/src/simulator' },
    },
    {
      name: 'embedded-postgres-knows-nothing-of-us',
      comment: 'A database server in a folder, whatever is stored in it.',
      severity: 'error',
      from: { path: '^packages/embedded-postgres/src' },
      to: { path: '^(apps|prisma|packages/(?!embedded-postgres/))' },
    },
    {
      name: 'prisma-knows-nothing-of-us',
      comment: 'The store holds rows; what they mean is decided elsewhere.',
      severity: 'error',
      from: { path: '^prisma/src' },
      to: { path: '^(apps|packages)/' },
    },
    {
      name: 'api-does-not-know-the-console',
      comment: 'The console uses the API, never the other way round.',
      severity: 'error',
      from: { path: '^apps/api' },
      to: { path: '^apps/admin' },
    },
    {
      name: 'admin-knows-the-schema-only',
      comment:
        "The console may use the GraphQL schema, the domain's calendar and its tables of words; everything else it must ask the API for.",
      severity: 'error',
      from: { path: '^apps/admin' },
      to: {
        path: '^(apps/api/(?!schema\\.graphql$)|prisma|packages/(?!domain/))|^packages/domain/(?!(src|dist)/(calendar/|permission/actions|course-run/mode-of-learning))',
      },
    },
    {
      name: 'console-server-and-pages-apart',
      comment: 'The server knows pages by their build only; pages know of the server what it hands to each request.',
      severity: 'error',
      from: { path: '^apps/admin/server/' },
      to: { path: '^apps/admin/app/' },
    },
    {
      name: 'pages-know-no-server',
      comment: 'See console-server-and-pages-apart.',
      severity: 'error',
      from: { path: '^apps/admin/app/' },
      to: { path: '^apps/admin/server/' },
    },
    {
      name: 'modules-below-the-doors',
      comment: 'HTTP, GraphQL, the command line and the start call use cases; a use case knows none of them.',
      severity: 'error',
      from: {
        path: '^apps/api/src/modules/',
        pathNot: '(\\.graphql\\.ts$|^apps/api/src/modules/exports/(export-source|sources/))',
      },
      to: { path: '^apps/api/src/(http|graphql|cli|start|demo)/' },
    },
    {
      name: 'engine-knows-no-chain',
      comment: 'The engine runs whatever is declared: it knows no chain, and nothing of how workers are woken.',
      severity: 'error',
      from: { path: '^apps/api/src/workflow/' },
      to: { path: '^apps/api/src/(chains|jobs|worker|events|http|graphql|cli|start|demo)/' },
    },
    {
      name: 'agenda-in-one-room',
      comment: 'Our rows decide; what wakes workers can be replaced, as long as one room knows it.',
      severity: 'error',
      from: { path: '^apps/api/', pathNot: '^apps/api/(src|test)/jobs/' },
      to: { path: 'node_modules/(agenda|@agendajs|mongodb)/' },
    },
    {
      name: 'jobs-know-no-chain',
      comment: 'The job queue carries messages; what they mean is said by who declares them.',
      severity: 'error',
      from: { path: '^apps/api/src/jobs/' },
      to: { path: '^apps/api/src/(chains|workflow|worker|modules|events|http|graphql|cli|start|demo)/' },
    },
    {
      name: 'chains-below-the-doors',
      comment: 'A chain is worked by any process, whatever door it was started through.',
      severity: 'error',
      from: { path: '^apps/api/src/(chains|worker)/' },
      to: { path: '^apps/api/src/(http|graphql|cli|start|demo)/' },
    },
    {
      name: 'no-test-code-in-src',
      comment: 'What ships must not need what tests it.',
      severity: 'error',
      from: { path: SOURCES },
      to: { path: ['^(apps|packages)/[^/]+/(test|bench)/', '^prisma/(test|bench)/', 'node_modules/(vitest|fast-check)/'] },
    },
    {
      name: 'no-undeclared-package',
      comment: 'A package that is used stands in the package.json of the room that uses it.',
      severity: 'error',
      from: { path: SOURCES },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev', 'unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-unresolvable',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|build|generated|\\.turbo)/' },
    tsPreCompilationDeps: true,
    // Knows the console's own path (`~/`).
    tsConfig: { fileName: 'tsconfig.imports.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['rollcall-source', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json'],
    },
    cache: { folder: 'node_modules/.cache/dependency-cruiser', strategy: 'content' },
  },
};
