import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { EventView } from '#api/emergency.ts'
import { api } from '#web/platform/api.ts'
import { useSubmit } from '#web/platform/use-submit.ts'
import { Button, Choice, Choices, ErrorPanel, Loaded, SelectField, Sheet, toast } from '#web/ui/index.ts'
import { checkerOption } from './event-words.ts'
import { useEventChoices } from './open-sheet.tsx'

/** 分工: equal shares for whoever is there, or each village to somebody. */
export function SplitSheet({ view, onClose }: { view: EventView; onClose: () => void }) {
  const { t } = useTranslation('emergency')
  const client = useQueryClient()
  const choices = useEventChoices()
  const [how, setHow] = useState<'equal' | 'village'>('equal')
  const [checkers, setCheckers] = useState<string[]>([])
  const [villages, setVillages] = useState<Record<string, string>>({})
  const { busy, error, submit } = useSubmit(async () => {
    const body = how === 'equal' ? { how, checkers } : { how, of: Object.entries(villages).map(([village, checker]) => ({ village: Number(village), checker })) }
    const { given } = await api.post<{ given: number }>(`/emergency/${view.id}/split`, body)
    toast(t('split.done', { count: given }))
    await client.invalidateQueries({ queryKey: ['emergency'] })
    onClose()
  })
  const isReady = how === 'equal' ? checkers.length > 0 : Object.values(villages).some(Boolean)
  return (
    <Sheet open title={t('split.title')} onClose={onClose} actions={<Button kind="main" tall block busy={busy} disabled={!isReady} onClick={() => void submit()}>{t('split.save')}</Button>}>
      <div className="stack">
        <p className="quiet small">{t('split.words')}</p>
        <Choice label={t('split.how')} look="segmented" value={how} onChange={setHow} options={[{ value: 'equal', label: t('split.equal') }, { value: 'village', label: t('split.village') }]} />
        <Loaded query={choices} lines={3}>
          {({ checkers: people }) => {
            const options = people.map(checkerOption)
            return how === 'equal' ? <Choices label={t('split.who')} value={checkers} onChange={setCheckers} options={options} />
              : view.byVillage.map(({ place, name, counts }) => (
                <SelectField key={place} label={t('split.villageOf', { name, count: counts.all - counts.safe })} none={t('split.asItIs')} value={villages[place] ?? ''} options={options}
                  onChange={(checker) => setVillages(({ [place]: _, ...rest }) => (checker ? { ...rest, [place]: checker } : rest))} />
              ))
          }}
        </Loaded>
        <ErrorPanel error={error} />
      </div>
    </Sheet>
  )
}
