import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ServiceView } from '#api/services.ts'
import { useColleagues } from '#web/modules/accounts/colleagues.ts'
import { useChoices } from '#web/modules/standards/choices.ts'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, Choice, ErrorPanel, Loaded, NumberStepper, Picker, searchIn, Sheet, TextField, toast } from '#web/ui/index.ts'
import { localOf, momentOf } from './form/amounts.ts'
import { useSending } from './use-service.ts'

/** What it is called, who does it, what it counts as; and when, where and for how many. */
export default function ChangeSheet({ service, onClose }: { service: ServiceView; onClose: () => void }) {
  const { t } = useTranslation(['services', 'ui'])
  const offered = useChoices()
  const colleagues = useColleagues()
  const sendIt = useSending()
  const happens = service.definition.signUp || service.counts === 'activity'
  const [values, setValues] = useState({ title: service.title, worker: service.worker, item: service.item, why: '', capacity: service.capacity ?? undefined, happensAt: service.happensAt ?? '', venue: service.venue })
  const change = (fields: Partial<typeof values>) => setValues((before) => ({ ...before, ...fields }))
  const search = useMemo(() => searchIn(offered.items), [offered.items])
  const { busy, error, submit } = useSubmit(async () => {
    const { title, worker, item, why, capacity, happensAt, venue } = values
    const when = happens ? { capacity: capacity ?? null, happensAt: happensAt || null, venue: venue.trim() } : {}
    await sendIt('POST', `/services/${service.id}/change`, { version: service.version, title: title.trim(), item, why: why.trim(), ...(worker !== service.worker && { worker }), ...when })
    toast(t('act.done.change'))
    onClose()
  })
  return (
    <Sheet open wide title={t('act.change')} onClose={onClose} actions={<Button kind="main" tall block busy={busy} disabled={values.title.trim() === ''} onClick={() => void submit()}>{t('ui:save')}</Button>}>
      <div className="stack">
        <TextField label={t('open.title')} maxLength={80} value={values.title} onChange={(title) => change({ title })} />
        <Loaded query={colleagues} lines={2}>{(people) => <Choice label={t('act.worker')} value={values.worker} onChange={(worker) => change({ worker })} options={people.map(({ id, name }) => ({ value: id, label: name }))} />}</Loaded>
        {values.worker !== service.worker ? <TextField label={t('act.handOverWhy')} maxLength={200} value={values.why} onChange={(why) => change({ why })} /> : null}
        {happens ? (
          <div className="columns">
            <TextField label={t('open.happensAt')} type="datetime-local" value={localOf(values.happensAt)} onChange={(local) => change({ happensAt: momentOf(local) ?? '' })} />
            <TextField label={t('open.venue')} maxLength={200} value={values.venue} onChange={(venue) => change({ venue })} />
            <NumberStepper label={t('open.capacity')} min={1} max={100_000} value={values.capacity} onChange={(capacity) => change({ capacity })} />
          </div>
        ) : null}
        <Picker label={t('open.item')} optional mayClear value={values.item ? { value: values.item, label: offered.item(values.item) } : undefined} onChange={(pick) => change({ item: pick?.value ?? '' })} search={search} />
        <ErrorPanel error={error} />
      </div>
    </Sheet>
  )
}
