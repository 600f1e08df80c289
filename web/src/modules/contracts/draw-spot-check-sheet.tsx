import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ContractView, Evaluators, SpotCheckView } from '#api/contracts.ts'
import { api } from '#web/platform/api.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { useSubmit } from '#web/platform/use-submit.ts'
import { newId } from '#web/platform/uuid.ts'
import { Button, DateField, ErrorPanel, Loaded, Notice, NumberStepper, SelectField, Sheet, toast } from '#web/ui/index.ts'

/** The bureau says for which days and for whom; how many the parameter says, and which chance says. */
export function DrawSpotCheckSheet({ contract, onClose, onDrawn }: { contract: ContractView; onClose: () => void; onDrawn: (id: string) => void }) {
  const { t } = useTranslation('contracts')
  const { today } = useSignedIn()
  const [id] = useState(newId)
  const [from, setFrom] = useState(contract.from)
  const [until, setUntil] = useState(contract.until < today ? contract.until : today)
  const [post, setPost] = useState('')
  const [days, setDays] = useState<number | undefined>(14)
  const evaluators = useQuery({ queryKey: ['evaluators'], queryFn: ({ signal }) => api.get<Evaluators>('/evaluators', { signal }) })
  const { busy, error, submit } = useSubmit(async () => {
    const check = await api.put<SpotCheckView>(`/spot-checks/${id}`, { contract: contract.id, from, until, post, days })
    toast(t('spot.drawn', { drawn: check.drawn, total: check.total, share: check.share }))
    onDrawn(check.id)
  })
  return (
    <Sheet open title={t('spot.draw')} onClose={onClose} actions={<Button kind="main" tall block busy={busy} disabled={!post || !from || !until || !days} onClick={() => void submit()}>{t('spot.draw')}</Button>}>
      <div className="stack">
        <Notice>{t('spot.how')}</Notice>
        <DateField label={t('spot.from')} value={from} onChange={setFrom} />
        <DateField label={t('spot.until')} value={until} onChange={setUntil} min={from} />
        <Loaded query={evaluators} lines={1}>
          {({ rows }) => rows.length === 0 ? <Notice alert>{t('spot.nobody')}</Notice>
            : <SelectField label={t('spot.evaluator')} none={t('spot.choose')} value={post} onChange={setPost} options={rows.map((row) => ({ value: row.post, label: `${row.name} ${row.title}` }))} />}
        </Loaded>
        <NumberStepper label={t('spot.days')} value={days} onChange={setDays} min={1} max={60} />
        <ErrorPanel error={error} />
      </div>
    </Sheet>
  )
}
