import { sql } from 'kysely'
import type { ContactYears } from '#api/records.ts'
import { peopleInReach } from '#server/platform/database/index.ts'
import type { Work } from '#server/platform/work.ts'
import { letInto } from '../store.ts'

/** A person's contacts counted by year and kind, from his own index: each number is that of the list it opens. */
export async function countContactYears(work: Work, file: string): Promise<ContactYears> {
  await letInto(work, 'resident_file', file)
  const { rows } = await sql<{ year: number; kind: ContactYears['years'][number]['kinds'][number]['kind']; number: number }>`
    select extract(year from q.occurred_on)::int4 as year, q.kind, count(*)::int4 as number from record_person q
    where q.file = ${file}::uuid and not q.voided and ${peopleInReach(work.actor, 'q')} group by 1, 2 order by 1 desc, 3 desc, 2`.execute(work.tx)
  return { years: [...new Set(rows.map(({ year }) => year))].map((year) => ({ year, kinds: rows.filter((row) => row.year === year).map(({ kind, number }) => ({ kind, number })) })) }
}
