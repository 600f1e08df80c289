// What no linter knows: file names a module may have, lengths, words that belong in one place only.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import ts from 'typescript'

const complaints: string[] = []
const arrows = JSON.parse(readFileSync('modules.json', 'utf8')) as Record<string, string[]>
const ROLES = ['index', 'routes', 'rules', 'store', 'views', 'events', 'listeners', 'measures']
const asFile = new RegExp(`^(${ROLES.join('|')})\\.ts$`)
const asFolder = /^(actions|routes|rules|store|views|listeners|measures)\/([a-z0-9]+(-[a-z0-9]+)*)\.ts$/
const action = /^actions\/[a-z]+(-[a-z0-9]+)+\.ts$/
const data = /\.(json|md)$/

const filesIn = (folder: string, ending: RegExp): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && ending.test(entry.name) && !/node_modules|\/dist\b/.test(entry.parentPath))
    .map((entry) => `${entry.parentPath}/${entry.name}`)

for (const module of readdirSync('server/src/modules')) {
  if (!(module in arrows)) complaints.push(`modules.json has no line for ${module}`)
  for (const path of filesIn(`server/src/modules/${module}`, /./)) {
    const file = path.slice(`server/src/modules/${module}/`.length)
    if (/\.test\.ts$/.test(file) || data.test(file) || asFile.test(file)) continue
    if (!asFolder.test(file)) complaints.push(`${path} is not a file a module may have`)
    else if (file.startsWith('actions/') && !action.test(file)) complaints.push(`${path}: an action is named verb-noun`)
  }
}

const ours = ['api/src', 'server/src', 'web/src', 'scripts', 'tests', 'bench'].filter((folder) => existsSync(folder)).flatMap((folder) => filesIn(folder, /\.(ts|tsx|mjs)$/))
for (const path of ours) {
  if (path.endsWith('database/schema.ts')) continue
  const text = readFileSync(path, 'utf8')
  const lines = text.split('\n').length - 1
  const isTest = /\.test\.tsx?$|^tests\//.test(path)
  if (!isTest && lines > 250 && !path.endsWith('api/src/refusals.ts')) complaints.push(`${path} has ${lines} lines; 250 is the most`)
  if (!isTest && !/^[a-z0-9.-]+$/.test(path.split('/').at(-1)!)) complaints.push(`${path}: file names are kebab-case`)
  if (/set_config\s*\(|set\s+local/i.test(text) && path.startsWith('server/src') && !path.startsWith('server/src/platform/database/') && !isTest) {
    complaints.push(`${path} opens row security; only platform/database may`)
  }
  if (/Date\.now\(\)|new Date\(\)/.test(text) && path.startsWith('server/src/modules') && !isTest) complaints.push(`${path} asks the machine for the time; use work.now or work.today`)
  if (path.startsWith('web/src') && !isTest && !path.includes('/texts/') && /[\u4e00-\u9fff]/.test(text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ''))) {
    complaints.push(`${path} holds Chinese text; texts live in web/src/texts`)
  }
  if (!isTest) checkFunctions(path, text)
}

/** No function over 50 lines; a component's markup may take 80. */
function checkFunctions(path: string, text: string) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS)
  const most = path.endsWith('.tsx') ? 80 : 50
  const visit = (node: ts.Node) => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body) {
      const from = source.getLineAndCharacterOfPosition(node.getStart()).line
      const to = source.getLineAndCharacterOfPosition(node.end).line
      // Test tables and route lists are lists, not functions with a mind of their own.
      if (to - from + 1 > most && !/routes(\/|\.ts)/.test(path)) complaints.push(`${path}:${from + 1} a function of ${to - from + 1} lines; ${most} is the most`)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
}

for (const complaint of complaints) console.error(complaint)
console.log(`shape: ${ours.length} files, ${complaints.length} complaints`)
process.exit(complaints.length > 0 ? 1 : 0)
