import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AskOneNumber, FigureChoices, OneNumber } from '#api/indicators.ts'
import { api } from '#web/platform/api.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Button, Choice, Figure, Figures, Loaded, Notice, Page, Picker, Section, searchIn, toast, type Pick } from '#web/ui/index.ts'
import { copyText } from './copy-text.ts'
import { figurePath, shownOf } from './figure-path.ts'
import { useFigureChoices } from './use-figure-choices.ts'

const PERIODS = ['today', 'month', 'last-month', 'quarter', 'year'] as const
type Period = (typeof PERIODS)[number]
/** What is asked for most, by the kind of service. */
const SERVICES = { all: ['people-served', 'service-heads', 'visits-all'], visits: ['visits-all', 'visits-households', 'elders-visited'], needs: ['needs-found', 'needs-met', 'needs-met-rate'], activities: ['activities', 'activity-attendance'], tasks: ['tasks', 'task-hours', 'task-share'] } as const
type Service = keyof typeof SERVICES

function periodName(period: Period, today: string): string {
  const [year = 0, month = 1] = today.split('-').map(Number)
  if (period === 'today') return today
  if (period === 'month') return today.slice(0, 7)
  if (period === 'last-month') return new Date(Date.UTC(year, month - 2, 1)).toISOString().slice(0, 7)
  return period === 'quarter' ? `${year}-Q${Math.ceil(month / 3)}` : String(year)
}

/** 报一个数: the group, the place, the time and the service; the sentence for the chat is ready below. */
export default function AskPage() {
  const { t } = useTranslation('indicators')
  const choices = useFigureChoices()
  return <Page title={t('ask.title')} sub={t('ask.sub')} narrow><Loaded query={choices} lines={6}>{(offered) => <Asking offered={offered} />}</Loaded></Page>
}

function Asking({ offered }: { offered: FigureChoices }) {
  const { t } = useTranslation('indicators')
  const { today } = useSignedIn()
  const [period, setPeriod] = useState<Period>('month')
  const [service, setService] = useState<Service>('all')
  const [tag, setTag] = useState<Pick>()
  const [place, setPlace] = useState<Pick>()
  const [item, setItem] = useState<Pick>()
  const tags = useMemo(() => searchIn(offered.tags.map(({ key, title }) => ({ value: key, label: title }))), [offered])
  const places = useMemo(() => searchIn(offered.villages.map(({ code, name }) => ({ value: String(code), label: name }))), [offered])
  const items = useMemo(() => searchIn((offered.catalogues[0]?.items ?? []).map(({ key, title }) => ({ value: key, label: title }))), [offered])
  const question: AskOneNumber = {
    indicators: [...SERVICES[service]], period: { name: periodName(period, today) }, ...(tag && { tag: tag.value }), ...(place && { place: Number(place.value) }), ...(item && { item: item.value }),
  }
  const query = useQuery({ queryKey: ['figures', 'ask', question], queryFn: ({ signal }) => api.post<OneNumber>('/ask', question, { signal }) })
  return (
    <>
      <Section>
        <Choice<Period> label={t('ask.period')} value={period} onChange={setPeriod} options={PERIODS.map((value) => ({ value, label: t(`ask.periods.${value}`) }))} />
        <Choice<Service> label={t('ask.service')} value={service} onChange={setService} options={(Object.keys(SERVICES) as Service[]).map((value) => ({ value, label: t(`ask.services.${value}`) }))} />
        <Picker label={t('ask.group')} placeholder={t('ask.everybody')} value={tag} onChange={setTag} search={tags} mayClear />
        <Picker label={t('ask.place')} placeholder={t('ask.ownPlace')} value={place} onChange={setPlace} search={places} mayClear />
        <Picker label={t('ask.item')} placeholder={t('ask.anyItem')} value={item} onChange={setItem} search={items} mayClear />
      </Section>
      <Loaded query={query} lines={3}>{(answer) => <Answered answer={answer} />}</Loaded>
    </>
  )
}

function Answered({ answer }: { answer: OneNumber }) {
  const { t } = useTranslation('indicators')
  const copy = async (text: string) => toast(await copyText(text) ? t('ask.copied') : t('ask.notCopied'))
  return (
    <Section title={t('ask.result')}>
      <Figures>
        {answer.figures.map((figure) => (
          <Figure key={figure.key} label={figure.title} unit={t(`unit.${figure.unit}`)} value={figure.guarded ? t('few') : figure.value === null ? null : shownOf(figure.value, figure.unit)}
            to={figure.opens && !figure.guarded ? figurePath(figure.opens) : undefined} />
        ))}
      </Figures>
      <Notice>{answer.sentence}</Notice>
      <div className="actions inline">
        <Button kind="main" icon="copy" onClick={() => void copy(answer.sentence)}>{t('ask.copySentence')}</Button>
        <Button onClick={() => void copy(answer.table)}>{t('ask.copyTable')}</Button>
      </div>
      <p className="quiet small">{t('ask.masked')}</p>
    </Section>
  )
}
