import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { EventChoices, EventOpened } from '#api/emergency.ts'
import { useChoices } from '#web/modules/standards/choices.ts'
import { api } from '#web/platform/api.ts'
import { useDraft } from '#web/platform/drafts.ts'
import { useSubmit } from '#web/platform/use-submit.ts'
import { newId } from '#web/platform/uuid.ts'
import { Button, Choice, Choices, ErrorPanel, Loaded, Sheet, TextArea, toast } from '#web/ui/index.ts'
import { groupName } from './event-words.ts'

export const useEventChoices = (enabled = true) =>
  useQuery({ queryKey: ['emergency', 'choices'], enabled, staleTime: 5 * 60_000, queryFn: ({ signal }) => api.get<EventChoices>('/emergency/choices', { signal }) })

/** 启动应急: what, how bad, where; the usual groups stand ready. */
export function OpenSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('emergency')
  const choices = useEventChoices()
  return (
    <Sheet open wide title={t('open.title')} onClose={onClose}>
      <Loaded query={choices} lines={6}>{(offered) => <OpenForm choices={offered} onClose={onClose} />}</Loaded>
    </Sheet>
  )
}

function OpenForm({ choices, onClose }: { choices: EventChoices; onClose: () => void }) {
  const { t } = useTranslation('emergency')
  const offered = useChoices()
  const client = useQueryClient()
  const router = useRouter()
  const usual = (kind: string) => choices.kinds.find(({ key }) => key === kind)?.groups ?? []
  const first = choices.kinds[0]?.key ?? ''
  const { values, change, clear } = useDraft('emergency', {
    id: newId(), kind: first, level: 'red', area: choices.places.slice(0, 1).map(({ place }) => String(place)), groups: usual(first), words: '',
  })
  const { busy, error, submit } = useSubmit(async () => {
    const { id, area, ...body } = values
    const { listed } = await api.put<EventOpened>(`/emergency/${id}`, { ...body, area: area.map(Number) })
    clear()
    toast(t('open.done', { count: listed }))
    await client.invalidateQueries({ queryKey: ['emergency'] })
    onClose()
    await router.navigate({ to: `/emergency/${id}` })
  })
  const shown = [...new Set([...usual(values.kind), ...values.groups])]
  const others = choices.groups.filter((group) => !shown.includes(group))
  const groups = (keys: readonly string[]) => keys.map((value) => ({ value, label: groupName(offered, value) }))
  return (
    <div className="stack">
      <p className="quiet small">{t('open.words')}</p>
      <Choice label={t('open.kind')} value={values.kind} onChange={(kind) => change({ kind, groups: usual(kind) })} options={offered.list('emergency-kind')} />
      <Choice label={t('open.level')} value={values.level} onChange={(level) => change({ level })} options={offered.list('emergency-level')} />
      <Choices label={t('open.area')} hint={t('open.areaHint')} value={values.area} onChange={(area) => change({ area })} options={choices.places.map(({ place, name }) => ({ value: String(place), label: name }))} />
      <Choices label={t('open.groups')} hint={t('open.groupsHint')} value={values.groups} onChange={(some) => change({ groups: [...some, ...values.groups.filter((group) => !shown.includes(group))] })} options={groups(shown)} />
      <details><summary className="small">{t('open.otherGroups')}</summary>
        <Choices label={t('open.otherGroups')} value={[]} onChange={(some) => change({ groups: [...values.groups, ...some] })} options={groups(others)} />
      </details>
      <TextArea label={t('open.about')} hint={t('open.aboutHint')} optional value={values.words} onChange={(words) => change({ words })} rows={2} />
      <ErrorPanel error={error} />
      <Button kind="main" tall block busy={busy} disabled={values.groups.length === 0 || values.area.length === 0} onClick={() => void submit()}>{t('open.save')}</Button>
    </div>
  )
}
