import { expect, it } from 'vitest'
import { newId } from './uuid.ts'

it('an id is a UUIDv7 and sorts by the time it was made', () => {
  expect(newId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(newId(1_700_000_000_000) < newId(1_700_000_000_001)).toBe(true)
  expect(new Set(Array.from({ length: 1000 }, () => newId())).size).toBe(1000)
})
