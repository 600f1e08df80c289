import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ResidentView, RevealField } from '#api/residents.ts'
import { api } from '#web/platform/api.ts'
import { dayText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, Choice, ErrorPanel, LinkButton, Section, Sheet } from '#web/ui/index.ts'
import { CASEWORKERS, VILLAGERS } from '../../roles.ts'

type Field = RevealField['field']
const REASONS = ['contact', 'verification', 'application', 'correction', 'emergency', 'other'] as const

/** What the file says of the person; numbers stay masked until somebody says what for. */
export function FactsSection({ file }: { file: ResidentView }) {
  const { t } = useTranslation('residents')
  const { today, mayAct } = useSignedIn()
  const edit = mayAct(CASEWORKERS) && !file.closedOn ? <LinkButton to={`/residents/${file.id}/edit`} icon="edit" kind="quiet">{t('edit')}</LinkButton> : null
  return (
    <Section title={t('facts')} action={edit}>
      <dl className="fact-list">
        <Fact head={t('column.fileNo')}>{file.fileNo}</Fact>
        <Fact head={t('field.birthOn')}>{file.birthOn}</Fact>
        <Hidden file={file} field="identity" mask={file.identityMask} />
        <Hidden file={file} field="phone" mask={file.phoneMask} />
        <Hidden file={file} field="address" mask={file.hasAddress || file.household?.hasAddress ? '＊＊＊＊' : null} />
        <Fact head={t('column.worker')}>{file.workerName}</Fact>
        <Fact head={t('column.station')}>{file.stationName}</Fact>
        <Fact head={t('column.opened')}>{dayText(file.openedOn, today)}</Fact>
        <Fact head={t('riskSince')}>{file.riskSince ? dayText(file.riskSince, today) : null}</Fact>
        <Fact head={t('riskWhy')} long>{file.riskWhy}</Fact>
        <Fact head={t('field.whyServed')} long>{file.whyServed}</Fact>
        <Fact head={t('field.note')} long>{file.note}</Fact>
      </dl>
    </Section>
  )
}

function Fact({ head, long, children }: { head: string; long?: boolean; children: ReactNode }) {
  return children ? <div className={long ? 'long' : undefined}><dt>{head}</dt><dd>{children}</dd></div> : null
}

/** 显示: asks what for, shows for one minute. */
function Hidden({ file, field, mask }: { file: ResidentView; field: Field; mask: string | null }) {
  const { t } = useTranslation('residents')
  const { mayAct } = useSignedIn()
  const [asking, setAsking] = useState(false)
  const [value, setValue] = useState<string>()
  if (!mask) return null
  const may = !file.masked && mayAct(field === 'identity' ? CASEWORKERS : [...CASEWORKERS, ...VILLAGERS])
  const show = (shown: string) => { setAsking(false); setValue(shown); window.setTimeout(() => setValue(undefined), 60_000) }
  return (
    <>
      <Fact head={t(`field.${field}`)}>
        <span className="number">{value ?? mask}</span>
        {may ? <Button kind="quiet" onClick={() => (value === undefined ? setAsking(true) : setValue(undefined))}>{value === undefined ? t('show') : t('hide')}</Button> : null}
      </Fact>
      {asking ? <RevealSheet id={file.id} field={field} onClose={() => setAsking(false)} onShow={show} /> : null}
    </>
  )
}

function RevealSheet({ id, field, onClose, onShow }: { id: string; field: Field; onClose: () => void; onShow: (value: string) => void }) {
  const { t } = useTranslation('residents')
  const [reason, setReason] = useState<typeof REASONS[number]>()
  const { busy, error, submit } = useSubmit(async () => onShow((await api.post<{ value: string }>(`/residents/${id}/reveal`, { field, reason })).value))
  return (
    <Sheet open title={t('reveal.title', { what: t(`field.${field}`) })} onClose={onClose} actions={<Button kind="main" busy={busy} disabled={!reason} onClick={() => void submit()}>{t('show')}</Button>}>
      <div className="stack">
        <Choice label={t('reveal.reason')} hint={t('reveal.hint')} value={reason} onChange={setReason} options={REASONS.map((value) => ({ value, label: t(`reveal.reasons.${value}`) }))} />
        <ErrorPanel error={error} />
      </div>
    </Sheet>
  )
}
