import type { CorrectionProblem, CorrectionWarning } from './check-corrections.ts'

/** What is wrong with a row of a corrected list, for whoever keeps the list. */
export const CORRECTION_WORDS: Record<CorrectionProblem | CorrectionWarning, { zh: string; en: string }> = {
  'code.not-a-code': { zh: '不是区划代码（应为 12 位，也可写 2、4、6、9 位）', en: 'Not a division code (12 digits; 2, 4, 6 or 9 will do)' },
  'code.ruined-by-spreadsheet': { zh: '代码被表格软件改成了科学计数法，请把该列设为文本后重填', en: 'A spreadsheet turned the code into 5.1E+11; format the column as text' },
  'code.twice': { zh: '这个代码在名单里出现了两次', en: 'This code is in the list twice' },
  'code.outside': { zh: '不在本次更正的区域内', en: 'Outside the area of this list' },
  'code.used-before': { zh: '这个代码已经停用，不能再用', en: 'This code has ended and is never used again' },
  'name.empty': { zh: '没有写名称', en: 'The name is missing' },
  'parent.not-a-code': { zh: '上级代码写得不对', en: 'The parent is not a code' },
  'parent.unknown': { zh: '没有这个上级', en: 'There is no such parent' },
  'parent.wrong-level': { zh: '上级的层级不对', en: 'The parent is of the wrong level' },
  'parent.closes': { zh: '上级在这份名单里被撤销了', en: 'The parent ends in this list' },
  'former.not-a-code': { zh: '原代码写得不对', en: 'A former code is not a code' },
  'former.unknown': { zh: '没有这个原代码，或它已停用', en: 'There is no such former code, or it has ended' },
  'former.other-level': { zh: '原代码与新代码不是同一级', en: 'Former and new code are of different levels' },
  'former.outside': { zh: '原代码不在本次更正的区域内', en: 'A former code is outside the area of this list' },
  'closed.unknown': { zh: '要撤销的代码不存在或已停用', en: 'The code to end is not there or has ended' },
  'closed.with-former-codes': { zh: '撤销的行不能再写原代码', en: 'A row that ends a place cannot name former codes' },
  'closed.children-left-behind': { zh: '撤销后还有下级没有去处', en: 'Places below it would be left without a parent' },
  'parent.out-of-reach': { zh: '代码与上级不在同一区域：按上级授权的人看不到它', en: 'Its code lies outside its parent: posts of the parent will not see it' },
  'closed.without-successor': { zh: '撤销后没有写由谁接替', en: 'It ends and nothing is named to succeed it' },
}
