import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Saved } from '#api/common.ts'
import type { ServiceView } from '#api/services.ts'
import type { Chosen } from '#web/modules/records/contact-values.ts'
import { PeopleSearch, PersonName } from '#web/modules/residents/people-search.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { newId } from '#web/platform/uuid.ts'
import { Button, Check, Choice, ErrorPanel, Sheet, TextField, toast } from '#web/ui/index.ts'
import { useText } from './form/use-text.ts'
import { useSending } from './use-service.ts'
import '#web/modules/records/records.css'

export interface PersonSheetProps { service: ServiceView; /** Whoever stands at the door is in, and here. */ walkIn?: boolean; onClose: () => void }

/** Puts somebody in: a resident by his file, or a name where there is none. Beyond the capacity it is the waiting list. */
export default function PersonSheet({ service, walkIn = false, onClose }: PersonSheetProps) {
  const { t } = useTranslation(['services', 'ui'])
  const say = useText()
  const sendIt = useSending()
  const { roles, signUp } = service.definition
  const blank = { id: newId(), chosen: undefined as Chosen | undefined, name: '', phone: '', role: roles.at(service.client ? 1 : 0)?.key ?? roles[0]?.key ?? 'client', minor: false, guardian: '', note: '' }
  const [values, setValues] = useState(blank)
  const change = (fields: Partial<typeof values>) => setValues((before) => ({ ...before, ...fields }))
  const isMinor = values.minor || (values.chosen?.age ?? 99) < 18
  const { busy, error, submit } = useSubmit(async () => {
    const { id, chosen, name, phone, role, guardian, note } = values
    const who = chosen ? { file: chosen.file } : { name: name.trim() }
    const saved = await sendIt<Saved>('PUT', `/service-people/${id}`, { service: service.id, ...who, role, phone: phone.trim(), minor: isMinor, guardian: guardian.trim(), note: note.trim(), state: signUp && !walkIn ? 'signed-up' : 'in' })
    if (walkIn) await sendIt('POST', `/services/${service.id}/check-in`, { rows: [{ person: saved.id, at: new Date().toISOString(), how: 'walk-in' }] })
    toast(walkIn ? t('checkIn.done', { name: chosen?.name ?? name.trim() }) : t('people.added'))
    onClose()
  })
  const may = values.chosen !== undefined || values.name.trim() !== ''
  return (
    <Sheet open wide title={t(walkIn ? 'checkIn.walkIn' : signUp ? 'people.signUp' : 'people.add')} onClose={onClose} actions={<Button kind="main" tall block busy={busy} disabled={!may} onClick={() => void submit()}>{t('ui:save')}</Button>}>
      <div className="stack">
        {values.chosen ? <div className="between"><strong><PersonName person={values.chosen} /></strong><Button kind="quiet" onClick={() => change({ chosen: undefined })}>{t('people.other')}</Button></div>
          : <><PeopleSearch onChoose={(chosen) => change({ chosen })} except={service.people.flatMap(({ file }) => file ?? [])} /><TextField label={t('people.nameOnly')} hint={t('people.nameOnlyHint')} optional maxLength={40} value={values.name} onChange={(name) => change({ name })} /></>}
        {roles.length > 1 ? <Choice label={t('people.role')} value={values.role} onChange={(role) => change({ role })} options={roles.map(({ key, title }) => ({ value: key, label: say(title) }))} /> : null}
        {values.chosen ? null : <><TextField label={t('people.phone')} optional inputMode="tel" maxLength={20} value={values.phone} onChange={(phone) => change({ phone })} /><Check label={t('people.isMinor')} checked={values.minor} onChange={(minor) => change({ minor })} /></>}
        {isMinor ? <TextField label={t('people.guardian')} maxLength={40} value={values.guardian} onChange={(guardian) => change({ guardian })} /> : null}
        <TextField label={t('people.note')} optional maxLength={200} value={values.note} onChange={(note) => change({ note })} />
        <ErrorPanel error={error} />
      </div>
    </Sheet>
  )
}
