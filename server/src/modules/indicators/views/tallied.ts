import { sql } from 'kysely'
import type { Standards, TableColumn } from '#server/modules/standards/index.ts'
import { peopleInReach } from '#server/platform/database/index.ts'
import type { DayRange } from '#server/platform/days.ts'
import type { Work } from '#server/platform/work.ts'

type TallyColumn = Extract<TableColumn, { tally: string }>
export const isTallyColumn = (column: TableColumn): column is TallyColumn => 'tally' in column

/** What a way of serving adds up to for each colleague in the calendar year the range ends in, up to its end: hours, by account and column. Nothing written is nought. */
export async function talliedBy({ tx, actor }: Work, standards: Standards, accounts: readonly string[], columns: readonly TallyColumn[], { to }: DayRange): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>()
  for (const { key, tally } of columns) {
    const way = standards.methods().find((one) => one.key === tally)?.tally
    if (!way) continue
    const { rows } = await sql<{ account: string; minutes: number }>`
      select b.text_value as account, coalesce(sum(m.int_value), 0)::int4 as minutes
      from service_form f join form_answer b on b.form = f.id and b.cell = f.cell and b.field = ${way.by} and b.text_value = any (${[...accounts]}::text[]) and ${peopleInReach(actor, 'b')}
      left join form_answer m on m.form = f.id and m.cell = f.cell and m.field = ${way.sum} and m.position = 0 and ${peopleInReach(actor, 'm')}
      where f.form = ${way.form} and f.voided_at is null and f.filled_on between ${`${to.slice(0, 4)}-01-01`}::date and ${to}::date and ${peopleInReach(actor, 'f')} group by 1`.execute(tx)
    for (const account of accounts) found.set(`${account} ${key}`, 0)
    for (const { account, minutes } of rows) found.set(`${account} ${key}`, Math.round(minutes / 6) / 10)
  }
  return found
}
