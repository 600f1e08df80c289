const arrows = require('./modules.json')
const modules = '^(server|web)/src/modules'

/** One rule per module: it may reach only the modules its line in modules.json names, and those only through their front door. */
const onlyDeclaredArrows = Object.entries(arrows).flatMap(([name, allowed]) => [
  {
    name: `${name}-reaches-only-what-modules-json-says`, severity: 'error',
    from: { path: `^server/src/modules/${name}/`, pathNot: '\\.test\\.ts$' },
    to: { path: '^server/src/modules/', pathNot: `^server/src/modules/(${[name, ...allowed].join('|')})/` },
  },
  {
    name: `${name}-enters-by-the-front-door`, severity: 'error',
    from: { path: `^server/src/modules/${name}/`, pathNot: '\\.test\\.ts$' },
    to: { path: '^server/src/modules/[^/]+/(?!index\\.ts$)', pathNot: `^server/src/modules/${name}/` },
  },
])

module.exports = {
  forbidden: [
    ...onlyDeclaredArrows,
    { name: 'no-rings', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only', 'dynamic-import'] } } },
    { name: 'platform-knows-no-module', severity: 'error', from: { path: '^(server|web)/src/platform/', pathNot: '\\.test\\.' }, to: { path: modules } },
    { name: 'ui-knows-no-module', severity: 'error', from: { path: '^web/src/ui/' }, to: { path: '^web/src/(modules|desk|field|portal)/' } },
    { name: 'api-imports-only-zod', severity: 'error', from: { path: '^api/src/' }, to: { pathNot: '^(api/src/|node_modules/zod/)' } },
    // A test may hold a screen against the shapes of the interface.
    { name: 'browser-takes-only-types-from-api', severity: 'error', from: { path: '^web/src/', pathNot: '\\.test\\.tsx?$' }, to: { path: '^(api/src|node_modules/zod)/', dependencyTypesNot: ['type-only'] } },
    { name: 'web-and-server-apart', severity: 'error', from: { path: '^web/src/' }, to: { path: '^server/' } },
    { name: 'server-without-web', severity: 'error', from: { path: '^server/' }, to: { path: '^web/src/' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' }, tsPreCompilationDeps: true, tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'], extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'] },
  },
}
