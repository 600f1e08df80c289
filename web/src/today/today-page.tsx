import { lazy, Suspense, type ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import { quickFor } from '#web/desk/nav.ts'
import { fullDayText } from '#web/platform/dates.ts'
import { useSignedIn } from '#web/platform/session.tsx'
import { EmptyState, Page, Section, Skeleton } from '#web/ui/index.ts'
import { BlockBoundary } from './block-boundary.tsx'
import { BLOCKS, type Block } from './blocks.ts'
import { OfflineSetup } from './offline-setup.tsx'
import { QuickRecords } from './quick-records.tsx'

const components = new Map<string, ComponentType>(BLOCKS.map((block) => [block.key, lazy(block.load)]))

function Blocks({ blocks }: { blocks: readonly Block[] }) {
  return blocks.map(({ key }) => {
    const Component = components.get(key)
    return Component ? <BlockBoundary key={key}><Suspense fallback={<Section><Skeleton /></Section>}><Component /></Suspense></BlockBoundary> : null
  })
}

/** Everyone's first screen, made of what modules say is due. */
export default function TodayPage() {
  const { t } = useTranslation()
  const { today, role, post } = useSignedIn()
  const mine = BLOCKS.filter((block) => role && block.roles.includes(role))
  const main = mine.filter((block) => block.column === 'main')
  const side = mine.filter((block) => block.column === 'side')
  return (
    <Page title={t('today.title')} sub={[fullDayText(today), post?.stationName ?? post?.placeName].filter(Boolean).join(' · ')}>
      <QuickRecords lines={quickFor(role)} />
      {quickFor(role).length > 0 ? <OfflineSetup /> : null}
      {mine.length === 0 ? <Section><EmptyState icon="check" title={t('today.empty')} words={t('today.emptyWords')} /></Section> : null}
      {main.length > 0 && side.length > 0
        ? <div className="split"><div className="stack-l"><Blocks blocks={main} /></div><div className="stack-l"><Blocks blocks={side} /></div></div>
        : <Blocks blocks={mine} />}
    </Page>
  )
}
