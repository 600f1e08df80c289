/** One thing wrong with a pack, at a place a person can open in an editor. Lines and columns count from 1. */
export type Problem = {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly code: ProblemCode
  readonly details: Readonly<Record<string, string | number>>
}
export type Language = 'zh' | 'en'

const SENTENCES = {
  'file.missing': { zh: '缺少文件 {file}', en: 'file {file} is missing' },
  'file.unknown': { zh: '不认识的文件，标准包里只能有：{known}', en: 'unknown file; a pack may hold only: {known}' },
  'yaml.syntax': { zh: 'YAML 写法有误（{what}）', en: 'not valid YAML ({what})' },
  'yaml.duplicate-field': { zh: '同一处字段写了两次', en: 'the same field is written twice' },
  'yaml.empty': { zh: '文件没有内容', en: 'the file is empty' },
  'shape.required': { zh: '缺少字段“{field}”', en: 'field "{field}" is missing' },
  'shape.unknown-field': { zh: '不认识的字段“{field}”', en: 'unknown field "{field}"' },
  'shape.type': { zh: '类型不对，应为 {expected}', en: 'wrong type, expected {expected}' },
  'shape.enum': { zh: '“{value}”不在允许的值之内：{allowed}', en: '"{value}" is not one of: {allowed}' },
  'shape.pattern': { zh: '“{value}”写法不符合要求', en: '"{value}" is not written as required' },
  'shape.bounds': { zh: '超出范围：{limit}', en: 'out of bounds: {limit}' },
  'shape.unique': { zh: '列表里有重复的值', en: 'the list repeats a value' },
  'shape.other': { zh: '内容不符合格式（{what}）', en: 'not of the required shape ({what})' },
  'key.duplicate': { zh: '键“{key}”重复，第 {line} 行已经用过', en: 'key "{key}" repeats; line {line} has it already' },
  'key.taken': { zh: '键“{key}”已由标准包“{pack}”定义；请用 overrides.yaml 修改', en: 'key "{key}" belongs to pack "{pack}"; change it in overrides.yaml' },
  'parent.unknown': { zh: '上级条目“{key}”不存在', en: 'parent item "{key}" does not exist' },
  'parent.cycle': { zh: '条目“{key}”的上级关系成环', en: 'the parents of item "{key}" form a circle' },
  'reference.unknown': { zh: '引用的{kind}“{key}”不存在', en: '{kind} "{key}" does not exist' },
  'source.missing': { zh: '没有写出处（source）', en: 'no source is given' },
  'basis.missing': { zh: '没有写依据（basis）', en: 'no basis is given' },
  'source.unknown': { zh: '出处“{key}”没有在 pack.yaml 的 sources 中列出', en: 'source "{key}" is not listed under sources in pack.yaml' },
  'rule.syntax': { zh: '规则写法有误：{rule}', en: 'the rule cannot be read: {rule}' },
  'rule.unknown-name': { zh: '规则里的名称“{name}”不认识，可用：{names}', en: 'the rule uses the unknown name "{name}"; known: {names}' },
  'rule.unknown-word': { zh: '规则里的“{word}”不是人员标签，也不是风险等级', en: '"{word}" in the rule is neither a person tag nor a risk level' },
  'rule.no-such-answer': { zh: '规则里的“{word}”不是这些表里的任何选项，条件永远不成立', en: '"{word}" in the rule is no answer these forms can give; it never holds' },
  'rule.constant': { zh: '规则没有用到任何表项或事实，结果不会变：{rule}', en: 'the rule names no fact, so it is always the same: {rule}' },
  'door.not-public': { zh: '“{key}”不能对外：只有不涉及某个人、不限定知悉范围的方式，且表格针对服务本身，才能让没有账号的人填；开一项新服务的表只填一次', en: '"{key}" cannot be for the public: only a way that is about no person and closed to no circle, with a form about the service itself; one that begins a service is filled in once' },
  'opener.impossible': { zh: '“{role}”不能开这项服务：社工之外，村里的岗位，以及（不涉及某个人、不限定知悉的）乡镇、县级民政可以', en: '"{role}" cannot open this: beside caseworkers, posts of the village, and – where it is about nobody and closed to no circle – township and county offices' },
  'gate.never-opens': { zh: '“{key}”永远过不去：到这一阶段为止没有“{why}”', en: '"{key}" can never be passed: up to this stage there is no "{why}"' },
  'gate.impossible': { zh: '没有哪一种填法能让条件成立，连同前面的条件：{rule}', en: 'no way of filling in makes this true together with the gates before it: {rule}' },
  'gate.same-for-each': { zh: '写了 each，条件却没有用到这个人或这一次的事实，对每一个都一样：{rule}', en: 'each is asked, but the rule says nothing of that one, so it is the same for all: {rule}' },
  'field.reserved': { zh: '“{key}”是表单结果的名称，表项不能用', en: '"{key}" names a result of the form; no field may use it' },
  'field.no-choice': { zh: '选择项“{key}”既没有 list 也没有 options', en: 'the choice "{key}" has neither list nor options' },
  'field.rows': { zh: '“{key}”：rows 要写明各列（fields），列里不能再有 rows', en: '"{key}": rows need their columns (fields), and no rows inside them' },
  'field.computed': { zh: '“{key}”：computed 类型要写计算式，其他类型不写', en: '"{key}": a computed field needs its formula, other fields have none' },
  'levels.reversed': { zh: '等级的上下限颠倒', en: 'the limits of the level are reversed' },
  'ages.reversed': { zh: '年龄上下限颠倒', en: 'the age limits are reversed' },
  'dates.invalid': { zh: '日期“{day}”不存在', en: 'the date "{day}" does not exist' },
  'dates.reversed': { zh: '起止日期颠倒：{from} 晚于 {until}', en: 'dates are reversed: {from} is after {until}' },
  'dates.overlap': { zh: '“{key}”的有效期与另一份重叠（{other}）', en: 'the time of "{key}" overlaps another ({other})' },
  'extends.unknown': { zh: '所扩展的标准包“{key}”不存在', en: 'the extended pack "{key}" does not exist' },
  'extends.cycle': { zh: '标准包互相扩展成环：{chain}', en: 'packs extend each other in a circle: {chain}' },
} as const satisfies Record<string, Record<Language, string>>

export type ProblemCode = keyof typeof SENTENCES

const KINDS: Readonly<Record<string, string>> = {
  item: '目录条目', list: '代码表', code: '代码', tag: '人员标签', parameter: '参数', checklist: '检查表', readiness: '达标模板',
  indicator: '指标', table: '报表', duty: '应办规则', 'checklist-item': '检查项', method: '服务方法', form: '表单', stage: '阶段', field: '表项', approval: '审批', clock: '时限', milestone: '节点', role: '岗位', task: '建设任务',
}

/** The sentence for a problem, without its place. */
export function problemText({ code, details }: Problem, language: Language = 'zh'): string {
  return SENTENCES[code][language].replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(details[name] ?? '')
    return name === 'kind' && language === 'zh' ? (KINDS[value] ?? value) : value
  })
}

/** `file:line:column sentence`, as compilers write it. */
export function problemLine(problem: Problem, language: Language = 'zh'): string {
  return `${problem.file}:${problem.line}:${problem.column} ${problemText(problem, language)}`
}
