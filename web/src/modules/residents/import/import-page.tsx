import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ImportSummary, ImportView } from '#api/imports.ts'
import { api } from '#web/platform/api.ts'
import { instantText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { newId } from '#web/platform/uuid.ts'
import { Button, classes, EmptyState, ErrorPanel, Icon, Loaded, Page, Row, Rows, Section, Tag } from '#web/ui/index.ts'
import { useImports } from './use-import.ts'
import './import.css'

/** 导入: brings a station's ledger in from a spreadsheet, and shows the lists of before. */
export default function ImportPage() {
  const { t } = useTranslation('import')
  const query = useImports()
  return (
    <Page title={t('title')} sub={t('sub')}>
      <DropBox />
      <Section title={t('past.title')} flush>
        <Loaded query={query}>
          {({ rows }) => (rows.length === 0 ? <EmptyState icon="import" title={t('past.empty')} words={t('past.emptyWords')} /> : (
            <Rows label={t('past.title')}>{rows.map((one) => <PastImport key={one.id} one={one} />)}</Rows>
          ))}
        </Loaded>
      </Section>
    </Page>
  )
}

/** Where a file is dropped or chosen. The columns are looked at before anything is written. */
function DropBox() {
  const { t } = useTranslation('import')
  const [over, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const navigate = useNavigate()
  const client = useQueryClient()
  const [file, setFile] = useState<File>()
  const { busy, error, submit } = useSubmit(async () => {
    const [chosen] = input.current?.files ?? []
    if (chosen) await send(chosen)
  })
  const send = async (chosen: File) => {
    setFile(chosen)
    const form = new FormData()
    form.set('id', newId())
    form.set('file', chosen)
    const view = await api.post<ImportView>('/imports', form)
    client.setQueryData(['imports', view.id], view)
    await client.invalidateQueries({ queryKey: ['imports'], exact: true })
    await navigate({ to: `/import/${view.id}` as '/' })
  }
  const take = (files: FileList | null) => {
    if (!input.current || !files?.[0] || busy) return
    input.current.files = files
    void submit().finally(() => { if (input.current) input.current.value = '' })
  }
  return (
    <section className="section">
      <fieldset aria-label={t('drop.title')} className={classes('drop-box', over && 'over')} onDragOver={(event) => { event.preventDefault(); setOver(true) }} onDragLeave={() => setOver(false)}
        onDrop={(event) => { event.preventDefault(); setOver(false); take(event.dataTransfer.files) }}>
        <Icon name="import" size={36} />
        <p><strong>{busy ? t('drop.reading', { name: file?.name ?? '' }) : t('drop.title')}</strong></p>
        <p className="quiet small">{t('drop.words')}</p>
        <Button kind="main" icon="plus" busy={busy} onClick={() => input.current?.click()}>{t('drop.choose')}</Button>
        <input ref={input} type="file" className="sr-only" tabIndex={-1} aria-label={t('drop.choose')} accept=".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
          onChange={(event) => take(event.target.files)} />
      </fieldset>
      <ErrorPanel error={error} />
    </section>
  )
}

function PastImport({ one }: { one: ImportSummary }) {
  const { t } = useTranslation('import')
  const { today } = useSignedIn()
  const { result } = one
  const words = one.state === 'applied' && result ? t('past.done', { made: result.made, changed: result.changed, left: result.leftOut }) : t('past.rows', { count: one.rowsTotal })
  return (
    <Row to={`/import/${one.id}`} title={one.fileName} sub={[instantText(one.madeAt, today), one.madeByName, words].filter(Boolean).join(' · ')} wrap
      end={<Tag tone={one.state === 'applied' ? 'accent' : undefined}>{t(one.state === 'read' && !one.hasContent ? 'state.expired' : `state.${one.state}`)}</Tag>} />
  )
}
