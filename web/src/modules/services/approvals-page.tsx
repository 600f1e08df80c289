import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DueServices } from '#api/services.ts'
import { dayText, instantText } from '#web/platform/dates.ts'
import { PAGE_ROLES } from '#web/page-roles.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { Button, EmptyState, GoTo, Loaded, Page, Section, Tag } from '#web/ui/index.ts'
import { useDueServices } from './due-services.ts'
import { useText } from './form/use-text.ts'
import { useDeciding } from './use-deciding.ts'
import './services.css'

const DecideSheet = lazy(() => import('./decide-sheet.tsx'))
const FilledSheet = lazy(() => import('./filled-sheet.tsx'))
/** The forms of the stage come first; the others are a tap away, and the answer stays in sight. */
const FIRST_READ = 4
type Asked = DueServices['approvals'][number]

/** 待审批: the queue with all one must know on one page. Approving is one tap, returning two and the reason. */
export default function ApprovalsPage() {
  const { t } = useTranslation('services')
  const query = useDueServices()
  const { post } = useSignedIn()
  const [sheet, setSheet] = useState<{ act: 'return'; approval: Asked } | { act: 'form'; id: string }>()
  return (
    <Page title={t('queue.title')} sub={t('queue.words')}>
      <Loaded query={query} lines={8}>
        {({ approvals }) => approvals.length === 0 ? <Section><EmptyState icon="check" title={t('queue.none')} words={t(post?.role === 'agency_manager' ? 'queue.noneOfAgency' : 'queue.noneWords')} /></Section> : (
          <ul className="queue" aria-label={t('queue.title')}>{approvals.map((one) => <AskedCard key={one.id} asked={one} onReturn={() => setSheet({ act: 'return', approval: one })} onForm={(id) => setSheet({ act: 'form', id })} />)}</ul>
        )}
      </Loaded>
      <Suspense fallback={null}>
        {sheet?.act === 'return' ? <DecideSheet approval={sheet.approval} how="returned" home={sheet.approval.service} onClose={() => setSheet(undefined)} /> : null}
        {sheet?.act === 'form' ? <FilledSheet id={sheet.id} people={[]} mayFill={false} mayVoid={false} onClose={() => setSheet(undefined)} /> : null}
      </Suspense>
    </Page>
  )
}

function AskedCard({ asked, onReturn, onForm }: { asked: Asked; onReturn: () => void; onForm: (id: string) => void }) {
  const { t } = useTranslation('services')
  const { today, mayAct } = useSignedIn()
  const say = useText()
  const decide = useDeciding()
  const [busy, setBusy] = useState(false)
  const approve = async () => {
    setBusy(true)
    await decide(asked)
    setBusy(false)
  }
  const toRead = (form: Asked['forms'][number]) => <Button key={form.id} icon="report" onClick={() => onForm(form.id)}>{`${say(form.title)} ${dayText(form.filledOn, today)}`}{form.gaps.length > 0 ? <Tag>{t('missing')}</Tag> : null}</Button>
  const what = [say(asked.methodTitle), asked.name, asked.number].filter(Boolean).join(' · ')
  const whom = [asked.name, asked.number].filter(Boolean).join(' ')
  return (
    <li className="section">
      <div className="between"><div><h2>{say(asked.title)}</h2>{mayAct(PAGE_ROLES['/services/$id']) ? <GoTo to={`/services/${asked.service}`}>{what}</GoTo> : <span>{what}</span>}</div><span className="quiet small">{t('approval.askedBy', { name: asked.askedByName, at: instantText(asked.askedAt, today) })}</span></div>
      {asked.note ? <p>{asked.note}</p> : null}
      {asked.gaps.length > 0 ? <p className="gap-words">{t('gaps', { what: asked.gaps.map(say).join(t('and')) })}</p> : null}
      <div className="inline">{asked.forms.slice(0, FIRST_READ).map(toRead)}</div>
      {asked.forms.length > FIRST_READ ? <details><summary>{t('queue.moreForms', { count: asked.forms.length - FIRST_READ })}</summary><div className="inline">{asked.forms.slice(FIRST_READ).map(toRead)}</div></details> : null}
      <div className="form-actions"><Button kind="main" icon="check" busy={busy} aria-label={t('approval.approveWhom', { what: say(asked.title), whom })} onClick={() => void approve()}>{t('approval.approve')}</Button><Button onClick={onReturn}>{t('approval.return')}</Button></div>
    </li>
  )
}
