import { useTranslation } from 'react-i18next'
import type { CheckCounts } from '#api/emergency.ts'
import { useFilters } from '#web/platform/params.ts'
import { Button, SimpleTable } from '#web/ui/index.ts'

interface Line { key: string; name: string; counts: CheckCounts; filter: Record<string, string> }

/** How the list stands, line by line; each line opens its rows. */
export function CountTable({ head, lines, isOpen }: { head: string; lines: readonly Line[]; isOpen: boolean }) {
  const { t } = useTranslation('emergency')
  const [, change] = useFilters()
  const name = (line: Line) => isOpen && Object.values(line.filter).every(Boolean)
    ? <Button kind="quiet" onClick={() => { change({ scope: 'all', state: undefined, twice: undefined, village: undefined, checker: undefined, ...line.filter }); document.getElementById('checks')?.scrollIntoView() }}>{line.name}</Button> : line.name
  const states = ['open', 'missed', 'help', 'safe'] as const
  return (
    <SimpleTable rows={lines} rowKey={({ key }) => key} cards={false} columns={[
      { key: 'name', head, lead: true, cell: name },
      { key: 'all', head: t('all'), align: 'end', cell: ({ counts }) => counts.all },
      ...states.map((state) => ({ key: state, head: t(`state.${state}`), align: 'end' as const, cell: ({ counts }: Line) => counts[state] })),
    ]} />
  )
}
