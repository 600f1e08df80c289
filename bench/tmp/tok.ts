import { invent } from '../city/people.ts'
import { tokensOf, wordsOf } from '#server/modules/residents/rules/tokens.ts'
const hash = (k: string, t: string) => Buffer.from(k + t).reduce((a, b) => (a * 31 + b) % 2 ** 40, 7)
const NOTHING = { name: '', identity: '', phone: '', fileNo: null, places: [], address: '', tags: [] }
const town = { n: 0, place: 510402001000, cell: 510402, villages: [510402001001], station: 's', workers: [{ account: 'a' }, { account: 'b' }] }
let bad = 0
for (let n = 1; n <= 400; n++) {
  const one = invent({ today: '2026-11-23', towns: [town, town] } as never, n)
  const f = { name: one.name, identity: one.identity, phone: one.phone, fileNo: '510402001-2025-000001', places: ['水塘村村民委员会', '攀莲镇'], address: '3组4号', tags: one.tags }
  const mine = [...wordsOf({ ...NOTHING, name: one.name }), ...wordsOf({ ...f, name: '' })].slice(0, 20)
  if (JSON.stringify([...new Set(mine.map(([k, t]) => hash(k, t)))]) !== JSON.stringify(tokensOf(f, hash as never))) bad++
}
console.log('different', bad)
