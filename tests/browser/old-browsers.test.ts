import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'

/**
 * Windows 7 stays at Chromium 109, and WeChat's browser on an old phone is not far above it. The build lowers syntax to that; what a browser
 * does not have at run time nobody lowers. The number is the first Chromium that has it (chromestatus.com, MDN browser-compat-data).
 */
const OLDEST = 109
const CALLS: [since: number, pattern: RegExp][] = [
  [110, /\.(?:toSorted|toReversed|toSpliced)\(/g], [111, /\.(?:isWellFormed|toWellFormed)\(/g], [112, /\bnew CSSStyleSheet\(\{/g], [114, /\.(?:showPopover|hidePopover|togglePopover|transferToFixedLength)\(/g],
  [116, /\bAbortSignal\.any\(/g], [117, /\b(?:Object|Map)\.groupBy\(/g], [119, /\bPromise\.withResolvers\b/g], [120, /\bURL\.canParse\(/g], [121, /\bArray\.fromAsync\(/g],
  [122, /\.(?:symmetricDifference|isSubsetOf|isSupersetOf|isDisjointFrom)\(|\.(?:union|intersection|difference)\(new Set/g],
  // Helpers of iterators: what a list has, its iterator has only since then.
  [122, /\.(?:values|keys|entries)\(\)\.(?:map|filter|some|every|find|reduce|toArray|flatMap|take|drop|forEach)\(/g], [122, /\bIterator\.from\(/g],
  [126, /\bURL\.parse\(/g], [128, /\bPromise\.try\(/g], [129, /\bIntl\.DurationFormat\b|\bscheduler\.yield\(/g], [136, /\bRegExp\.escape\(/g], [140, /\.(?:fromBase64|toBase64|fromHex|toHex)\(|Uint8Array\.fromBase64/g], [144, /\bTemporal\./g],
]
const STYLES: [since: number, pattern: RegExp][] = [
  [111, /\b(?:oklch|oklab|lch|lab|color-mix)\(/g], [112, /[{;]\s*&[^a-z&#]/g], [113, /\blinear\(\s*0/g], [114, /text-wrap:\s*balance|:popover-open/g], [117, /text-wrap:\s*pretty|@starting-style|\bsubgrid\b/g], [118, /@scope\b/g],
  [119, /\b(?:rgb|hsl)a?\(from\b/g], [120, /[{;]mask(?:-image)?:/g], [123, /\blight-dark\(|field-sizing:/g], [125, /anchor-name:|position-anchor:|\banchor\(/g], [129, /interpolate-size:|calc-size\(/g],
]
/** Asked for before it is used, or harmless where it is missing: said with the reason, so that the list stays short. */
const KNOWN: [text: string, why: string][] = [
  ['compact-connect-border-color', 'Ant Design: the line between joined buttons takes the colour of their text'],
  // FEEL brings its own Temporal, made of what is there; it asks for the browser's before it uses it.
  ['Intl.DurationFormat?', 'asked for before it is used'], ['`Temporal.`', 'the name of what it makes itself'], ['`Temporal.Now`', 'the name of what it makes itself'],
]

const dist = process.env.WULIAN_WEB ?? 'web/dist'
/** Of the newest build: the last one's files lie beside them. */
const builtAt = statSync(join(dist, 'index.html')).mtimeMs - 60_000
const files = (ending: string) => readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith(ending) && statSync(join(dist, file)).mtimeMs >= builtAt).map((file) => ({ file, text: readFileSync(join(dist, file), 'utf8') }))
const scripts = files('.js')
const styles = files('.css')

const found = (texts: { file: string; text: string }[], list: typeof CALLS) => texts.flatMap(({ file, text }) => list.filter(([since]) => since > OLDEST).flatMap(([since, pattern]) =>
  Array.from(text.matchAll(pattern), (hit) => text.slice(Math.max(0, hit.index - 60), hit.index + 70)).filter((around) => !KNOWN.some(([known]) => around.includes(known))).map((around) => `${file}: since ${since}: ${around}`)))

test('no page calls what a browser of Windows 7 does not have', () => {
  expect(scripts.length).toBeGreaterThan(20)
  expect(found(scripts, CALLS)).toEqual([])
})

test('no style, in a file or written by a script, needs a newer browser', () => {
  expect(styles.length).toBeGreaterThan(0)
  expect(found(styles, STYLES)).toEqual([])
  // A script's strings: only what can be nothing but a style.
  expect(found(scripts, STYLES.filter(([since]) => ![112, 113, 120].includes(since)))).toEqual([])
})

test('no script is written in words a browser of Windows 7 cannot read', () => {
  expect(scripts.flatMap(({ file, text }) => newWords(file, text))).toEqual([])
})

test('the search finds what it looks for', () => {
  const planted = (text: string) => [{ file: 'x', text }]
  expect(found(planted('a.toSorted();m.values().map(f);Promise.withResolvers()'), CALLS)).toHaveLength(3)
  expect(found(planted('a{color:oklch(1 0 0);& b{c:d}}p{text-wrap:balance}'), STYLES)).toHaveLength(3)
  expect(newWords('x.js', 'const a = /[\\p{L}--[a]]/v; import b from "./b.json" with { type: "json" }; { using c = d() } /(?i:a)/')).toHaveLength(4)
})

/** Syntax the build would have to lower: sets in patterns, attributes of imports, disposal, switches inside patterns, decorators. */
function newWords(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false, ts.ScriptKind.JS)
  const words: string[] = []
  const visit = (node: ts.Node) => {
    if (ts.isRegularExpressionLiteral(node) && (/\/[a-z]*v[a-z]*$/.test(node.text) || /\(\?-?[ims]+(?:-[ims]+)?:/.test(node.text))) words.push(`${file}: ${node.text}`)
    if (ts.isImportDeclaration(node) && node.attributes) words.push(`${file}: import with attributes`)
    if (ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.Using) words.push(`${file}: using`)
    if (ts.isDecorator(node)) words.push(`${file}: decorator`)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return words
}
