import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParam } from '#web/platform/params.ts'
import { Loaded, Page, Section } from '#web/ui/index.ts'
import { AmendForm } from './amend-form.tsx'
import { RecordBody } from './record-body.tsx'
import { RecordActs, useRecord } from './record-sheet.tsx'
import { VoidForm } from './void-form.tsx'

/** One record, at an address that a figure or a list can open. */
export default function RecordPage() {
  const { t } = useTranslation('records')
  const query = useRecord(useParam('id'))
  const [doing, setDoing] = useState<'amend' | 'void'>()
  const done = () => setDoing(undefined)
  return (
    <Page title={query.data ? t(`kind.${query.data.kind}`) : t('page.one')} back narrow actions={query.data ? <RecordActs record={query.data} onDo={setDoing} /> : null}>
      <Section><Loaded query={query} lines={6}>{(record) => <RecordBody record={record} />}</Loaded></Section>
      {query.data && doing === 'amend' ? <AmendForm record={query.data} onClose={done} /> : null}
      {query.data && doing === 'void' ? <VoidForm record={query.data} onClose={done} /> : null}
    </Page>
  )
}
