import { useTranslation } from 'react-i18next'
import type { FieldView } from '#api/services.ts'
import { instantText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Picture } from '../picture.tsx'
import { isEmpty, rowsOf } from './answers.ts'
import { useReachedColleagues } from '../use-colleagues.ts'
import { yuanOf } from './amounts.ts'
import { useText } from './use-text.ts'

export interface ValueTextProps { field: FieldView; value: unknown; people: readonly { id: string; name: string }[] }

/** An answer in words. */
export function ValueText({ field, value, people }: ValueTextProps) {
  const { t } = useTranslation('forms')
  const { today } = useSignedIn()
  const say = useText()
  const option = (key: unknown) => { const found = field.options?.find((each) => each.key === key); return found ? say(found.title) : String(key) }
  if (isEmpty(value)) return <span className="quiet">—</span>
  if (field.type === 'rows') return <RowsText field={field} value={value} people={people} />
  if (typeof value === 'boolean') return <>{t(value ? 'yes' : 'no')}</>
  if (field.type === 'colleagues') return <ColleaguesText ids={Array.isArray(value) ? value.map(String) : []} />
  if (field.type === 'photos') return <ul className="pictures">{[value].flat().map((id, at) => <Picture key={String(id)} id={String(id)} name={t('photo', { number: at + 1 })} />)}</ul>
  if (Array.isArray(value)) return <>{value.map(option).join(t('and'))}</>
  if (field.type === 'signature') return <>{t(`signature.${String(value)}`, { defaultValue: String(value) })}</>
  if (field.type === 'person') return <>{people.find(({ id }) => id === value)?.name ?? '—'}</>
  if (field.type === 'money' && typeof value === 'number') return <>{t('amount', { yuan: yuanOf(value) })}</>
  if (field.type === 'minutes') return <>{t('inMinutes', { count: Number(value) })}</>
  if (field.type === 'moment') return <>{instantText(String(value), today)}</>
  return <span className="as-written">{field.options ? option(value) : String(value)}</span>
}

function ColleaguesText({ ids }: { ids: readonly string[] }) {
  const { t } = useTranslation('forms')
  const known = useReachedColleagues().data?.rows ?? []
  return <>{ids.map((id) => known.find((one) => one.id === id)?.name ?? '—').join(t('and'))}</>
}

function RowsText({ field, value, people }: ValueTextProps) {
  const say = useText()
  const columns = field.columns ?? []
  return (
    <div className="table-frame">
      <table className="table cards">
        <thead><tr>{columns.map((column) => <th key={column.key} scope="col">{say(column.title)}</th>)}</tr></thead>
        <tbody>{rowsOf(value).map((row, at) => <tr key={at}>{columns.map((column) => <td key={column.key} data-head={say(column.title)}><ValueText field={column} value={row[column.key]} people={people} /></td>)}</tr>)}</tbody>
      </table>
    </div>
  )
}
