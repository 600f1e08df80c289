import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PersonView, ServiceView } from '#api/services.ts'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, Choice, ErrorPanel, Sheet, TextField, toast } from '#web/ui/index.ts'
import { useSending } from './use-service.ts'

type State = PersonView['state']

/** In, on the list, left, or not taken: with a word why. */
export default function MovePersonSheet({ service, person, onClose }: { service: ServiceView; person: PersonView; onClose: () => void }) {
  const { t } = useTranslation(['services', 'ui'])
  const sendIt = useSending()
  const offered: readonly State[] = service.definition.signUp ? ['in', 'signed-up', 'waiting', 'left', 'refused'] : ['in', 'left', 'refused']
  const [state, setState] = useState<State>(person.state)
  const [why, setWhy] = useState('')
  const { busy, error, submit } = useSubmit(async () => {
    await sendIt('POST', `/service-people/${person.id}/move`, { version: person.version, state, why: why.trim() })
    toast(t('people.moved'))
    onClose()
  })
  return (
    <Sheet open title={person.name} onClose={onClose} actions={<Button kind="main" tall block busy={busy} disabled={state === person.state || (state === 'left' && why.trim() === '')} onClick={() => void submit()}>{t('ui:save')}</Button>}>
      <div className="stack">
        <Choice label={t('people.moveTo')} value={state} onChange={setState} options={offered.map((value) => ({ value, label: t(`people.state.${value}`) }))} />
        <TextField label={t('why')} optional={state !== 'left'} maxLength={200} value={why} onChange={setWhy} />
        <ErrorPanel error={error} />
      </div>
    </Sheet>
  )
}
