/**
 * The import rules of ARCHITECTURE.md: imports point inward.
 * Pure rooms know no React, Next, Node, fetch, clock or randomness; credentials live in lib/server alone.
 * @type {import('dependency-cruiser').IConfiguration}
 */
const pure =
  '^lib/((istio|graph|mesh|splits|access|document|history|links|metrics|promql|traces|api)/|[\\w-]+\\.ts$)';
const tests = '\\.test\\.tsx?$';
/** What several features share, with what each may import beside ui, kit and itself. */
const shared = {
  shell: [],
  'mesh-drawing': [],
  'traffic-charts': ['shell'],
  'traffic-prediction': [],
  'object-forms': [],
  'object-sentences': [],
  'change-export': [],
  expectations: ['shell'],
};
const common = `^components/(${['ui', 'kit', ...Object.keys(shared)].join('|')})/`;

export default {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-orphan-import', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'pure-imports-only-pure',
      comment:
        'A pure room imports pure rooms, zod, yaml and the grammar of PromQL; nothing that touches the world.',
      severity: 'error',
      from: { path: pure, pathNot: [tests, '/testing/'] },
      to: {
        pathNot: [
          pure,
          '^node_modules/(zod|yaml|@marcbachmann/cel-js|@lezer/common|@prometheus-io/lezer-promql)/',
        ],
      },
    },
    {
      name: 'server-imports-pure',
      severity: 'error',
      from: { path: '^lib/server', pathNot: tests },
      to: { path: '^(components|app|demo|cli|lib/client|lib/i18n)' },
    },
    {
      name: 'client-imports-pure',
      severity: 'error',
      from: { path: '^lib/client', pathNot: tests },
      to: { path: '^(components|app|demo|cli|lib/server)' },
    },
    {
      name: 'i18n-stands-alone',
      severity: 'error',
      from: { path: '^lib/i18n', pathNot: tests },
      to: { path: '^(components|app|demo|cli|lib/(?!i18n))' },
    },
    {
      name: 'one-kubernetes-door',
      severity: 'error',
      from: { pathNot: '^(lib/server/kubernetes/|e2e/)' },
      to: { path: '^node_modules/@kubernetes/client-node' },
    },
    {
      name: 'components-never-touch-the-server',
      severity: 'error',
      from: { path: '^components' },
      to: { path: '^(lib/server|app|demo|cli|node_modules/@kubernetes)' },
    },
    {
      name: 'ui-knows-no-istio',
      comment:
        'ui and kit are domain-blind: they import neither features nor rooms that mean something, only documents, the layout and words.',
      severity: 'error',
      from: { path: '^components/(ui|kit)/', pathNot: tests },
      to: { path: ['^components/(?!ui/|kit/)', '^lib/(?!document/|graph/layout/|i18n/|[\\w-]+\\.ts$)'] },
    },
    {
      name: 'ui-imports-no-kit',
      severity: 'error',
      from: { path: '^components/ui/', pathNot: tests },
      to: { path: '^components/kit/' },
    },
    {
      name: 'tests-alone-use-what-is-for-tests',
      severity: 'error',
      from: { pathNot: [tests, '/testing/', '^(e2e|bench)/'] },
      to: { path: ['/testing/', tests] },
    },
    {
      name: 'features-never-import-each-other',
      severity: 'error',
      from: { path: '^components/([^/]+)/', pathNot: common },
      to: { path: '^components/([^/]+)/', pathNot: [common, '^components/$1/'] },
    },
    ...Object.entries(shared).map(([room, beside]) => ({
      name: `${room}-imports-no-feature`,
      severity: 'error',
      from: { path: `^components/${room}/` },
      to: { path: '^components/', pathNot: `^components/(${['ui', 'kit', room, ...beside].join('|')})/` },
    })),
    {
      name: 'demo-and-cli-import-pure',
      comment: 'The command speaks English: the texts of the checks are all it takes of i18n.',
      severity: 'error',
      from: { path: '^(demo|cli)/', pathNot: tests },
      to: {
        path: '^(app|components|lib/(server|client|i18n))',
        pathNot: ['^lib/server/kubernetes/', '^lib/i18n/messages/en/checks\\.json$'],
      },
    },
    {
      name: 'demo-opens-no-door',
      severity: 'error',
      from: { path: '^demo/', pathNot: tests },
      to: { path: '^lib/server' },
    },
    {
      name: 'nothing-imports-app-demo-or-cli',
      severity: 'error',
      from: { pathNot: '^(app|demo|cli|e2e|bench|scripts)/' },
      to: { path: '^(app|demo|cli)/' },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(\\.next|generated/.*\\.json)' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
};
