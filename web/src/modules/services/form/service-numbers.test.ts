import { expect, test } from 'vitest'
import * as api from '#api/service-numbers.ts'
import { numberAsKept, SERVICE_NUMBER } from './service-numbers.ts'

test('the screen takes for a number what the server takes for one, however it is typed', () => {
  expect(String(SERVICE_NUMBER)).toBe(String(api.SERVICE_NUMBER))
  for (const typed of [' 510421100-c2026-0001 ', '510421－G2026－0012', '510421100201—S2025—0003', '何秀珍', '510421100-C2026-01', '']) {
    expect(numberAsKept(typed)).toBe(api.numberAsKept(typed))
  }
  expect(['510421100-c2026-0001', '510421－G2026－0012', '何秀珍', '510421100-X2026-0001'].map((typed) => SERVICE_NUMBER.test(numberAsKept(typed)))).toEqual([true, true, false, false])
})
