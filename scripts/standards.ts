import { problemLine, readPacks } from '#server/modules/standards/index.ts'

// npm run standards -- check FOLDER [--en]: checks one pack, or a folder of packs. Leaves 1 behind when something is wrong.

const SAYS = {
  usage: { zh: '用法：npm run standards -- check 文件夹 [--en]', en: 'usage: npm run standards -- check FOLDER [--en]' },
  none: { zh: '文件夹里没有标准包（pack.yaml）：', en: 'no pack (pack.yaml) in the folder: ' },
  good: { zh: '通过', en: 'good' },
  bad: { zh: '处问题', en: 'problem(s)' },
}

function main(args: readonly string[]): number {
  const language = args.includes('--en') ? 'en' : 'zh'
  const [command, folder] = args.filter((arg) => !arg.startsWith('--'))
  if (command !== 'check' || folder === undefined) {
    console.error(SAYS.usage[language])
    return 2
  }
  const read = readPacks(folder)
  if (read.length === 0) {
    console.error(SAYS.none[language] + folder)
    return 2
  }
  let problemCount = 0
  for (const { folder: name, pack, problems } of read) {
    for (const problem of problems) console.log(`${name}/${problemLine(problem, language)}`)
    problemCount += problems.length
    console.log(pack ? `${name} ${pack.version} ${SAYS.good[language]} sha256:${pack.digest.slice(0, 16)}` : `${name}: ${problems.length} ${SAYS.bad[language]}`)
  }
  return problemCount > 0 ? 1 : 0
}

try {
  process.exitCode = main(process.argv.slice(2))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
}
