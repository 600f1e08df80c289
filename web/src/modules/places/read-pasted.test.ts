import { expect, it } from 'vitest'
import { readPasted } from './read-pasted.ts'

it('reads what a bureau copies from its sheet, with or without a heading', () => {
  expect(readPasted('代码\t名称\t上级\n510421100201\t水塘社区\n\n510421100205\t新建村\t510421100000\t510421100202、510421100203\t\t是\r\n510421100209\t\t\t\t是')).toEqual([
    { row: 2, code: '510421100201', name: '水塘社区' },
    { row: 4, code: '510421100205', name: '新建村', parent: '510421100000', formerCodes: ['510421100202', '510421100203'], redistricted: true },
    { row: 5, code: '510421100209', name: '', closed: true },
  ])
  expect(readPasted('510421100201，水塘社区')).toEqual([{ row: 1, code: '510421100201', name: '水塘社区' }])
})
