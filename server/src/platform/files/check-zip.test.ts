import { expect, test } from 'vitest'
import { sheetBytes } from '#tests/support/uploads.ts'
import { makeZip } from '#tests/support/zips.ts'
import { checkZip } from './check-zip.ts'

const codeOf = (bytes: Buffer, limits?: Parameters<typeof checkZip>[1]) => checkZip(bytes, limits).then(() => 'accepted', (error) => error.code ?? String(error))

test('a spreadsheet’s directory is read, whoever wrote it', async () => {
  const names = (await checkZip(await sheetBytes())).map(({ name }) => name)
  expect(names).toContain('[Content_Types].xml')
})

test('a bomb that says how large it is is refused before it is unpacked', async () => {
  const bomb = makeZip([{ name: 'xl/sheet1.xml', content: Buffer.alloc(200 * 1024 * 1024) }])
  expect(bomb.length).toBeLessThan(1024 * 1024)
  expect(await codeOf(bomb)).toBe('sheet.too-large')
})

test('a bomb that lies about its size is refused', async () => {
  const content = Buffer.alloc(50 * 1024 * 1024)
  expect(await codeOf(makeZip([{ name: 'a', content, claims: 1000 }]))).toBe('file.broken')
})

test('entries that share the same packed bytes are refused', async () => {
  const zip = makeZip([{ name: 'a', content: Buffer.alloc(1024 * 1024) }, { name: 'b', content: Buffer.alloc(1024 * 1024), sameAs: 0 }])
  expect(await codeOf(zip)).toBe('file.broken')
})

test('names that climb out of a folder are refused', async () => {
  for (const name of ['../evil', 'a/../../evil', '/etc/passwd', 'c:\\evil', 'a\\b', '']) {
    expect(await codeOf(makeZip([{ name, content: Buffer.from('x') }])), name).toBe('file.broken')
  }
})

test('too many entries, encrypted ones, cut-off and spliced files are refused', async () => {
  const good = makeZip([{ name: 'a', content: Buffer.from('hello') }])
  expect(await codeOf(good)).toBe('accepted')
  expect(await codeOf(makeZip(Array.from({ length: 2001 }, (_, i) => ({ name: `f${i}`, content: Buffer.alloc(0) }))))).toBe('sheet.too-large')
  expect(await codeOf(makeZip([{ name: 'a', content: Buffer.from('hello'), flags: 1 }]))).toBe('file.broken')
  expect(await codeOf(good.subarray(0, good.length - 5))).toBe('file.broken')
  expect(await codeOf(Buffer.concat([Buffer.from('#!/bin/sh\n'), good]))).toBe('file.broken')
  expect(await codeOf(Buffer.concat([good, Buffer.from('tail')]))).toBe('file.broken')
})
