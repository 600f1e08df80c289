import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, IconButton, Row, Rows, Sheet, TextField } from '../index.ts'
import { useKept } from './kept.ts'
import type { FilterField, Filters } from './shapes.ts'

interface Kept { name: string; filters: Filters }
interface Props { table: string; fields: readonly FilterField[]; filters: Filters; onFilters: (fields: Record<string, string | undefined>) => void }

/** Filters one uses every week, under a name of one's own. */
export function KeptFilters({ table, fields, filters, onFilters }: Props) {
  const { t } = useTranslation('ui')
  const { account } = useSignedIn()
  const [kept, keep] = useKept<Kept[]>(account.id, `filters.${table}`, [])
  const [open, setOpen] = useState(false)
  const [name, setName] = useState('')
  const nothing = Object.fromEntries(fields.map((field) => [field.key, undefined]))
  const isFiltered = Object.keys(filters).length > 0
  const saving = useSubmit(async () => {
    if (!name.trim()) return
    keep([...kept.filter((each) => each.name !== name.trim()), { name: name.trim(), filters }])
    setName('')
  })
  return (
    <>
      {isFiltered ? <Button kind="quiet" onClick={() => onFilters(nothing)}>{t('table.clear')}</Button> : null}
      <Button icon="filter" aria-haspopup="dialog" onClick={() => setOpen(true)}>{t('table.savedFilters')}</Button>
      <Sheet open={open} title={t('table.savedFilters')} onClose={() => setOpen(false)}>
        <div className="stack">
          {kept.length === 0 ? <p className="quiet">{t('table.noSavedFilters')}</p> : null}
          <Rows label={t('table.savedFilters')}>
            {kept.map((each) => (
              <Row key={each.name} title={<Button kind="quiet" onClick={() => { onFilters({ ...nothing, ...each.filters }); setOpen(false) }}>{each.name}</Button>}
                end={<IconButton icon="close" label={t('table.removeFilter', { name: each.name })} onClick={() => keep(kept.filter((other) => other !== each))} />} />
            ))}
          </Rows>
          {isFiltered ? (
            <form className="stack" onSubmit={saving.submit}>
              <TextField label={t('table.filterName')} value={name} onChange={setName} />
              <div><Button kind="main" type="submit" disabled={!name.trim()}>{t('table.saveFilter')}</Button></div>
            </form>
          ) : null}
        </div>
      </Sheet>
    </>
  )
}
