import type { DueServices } from '#api/services.ts'
import { Row } from '#web/ui/index.ts'
import { useText } from './form/use-text.ts'
import { TimeLeft } from './time-left.tsx'

/** One clock of 今天: what, of which way of serving, whose or where, how long; it opens where this post may read. */
export function ClockRow({ clock }: { clock: DueServices['clocks'][number] }) {
  const say = useText()
  return <Row title={say(clock.title)} sub={[say(clock.methodTitle), clock.name || clock.stationName].join(' · ')} end={<TimeLeft dueAt={clock.dueAt} overdue={clock.overdue} />} to={clock.mine || clock.name ? `/services/${clock.service}` : undefined} />
}
