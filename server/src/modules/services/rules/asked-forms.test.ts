import { expect, test } from 'vitest'
import { formsToRead } from './asked-forms.ts'

test('who approves a closing sees the closing form first, however many records were written, then the latest', () => {
  const records = Array.from({ length: 14 }, (_, n) => ({ form: 'case-record', filledOn: `2026-05-${String(n + 1).padStart(2, '0')}` }))
  const read = formsToRead([{ form: 'case-assessment', filledOn: '2026-04-01' }, { form: 'case-closure', filledOn: '2026-05-10' }, ...records], ['case-closure'])
  expect(read).toHaveLength(12)
  expect(read.slice(0, 3).map(({ form, filledOn }) => `${form} ${filledOn}`)).toEqual(['case-closure 2026-05-10', 'case-record 2026-05-14', 'case-record 2026-05-13'])
})
