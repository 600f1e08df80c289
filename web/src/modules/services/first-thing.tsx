import type { MethodView } from '#api/services.ts'
import { Icon } from '#web/ui/index.ts'
import { useText } from './form/use-text.ts'

/** 拨打110: above everything else, before a word is typed, where the method says so. */
export function FirstThing({ first }: Pick<MethodView, 'first'>) {
  const say = useText()
  return first ? <a className="button danger main tall block no-print" href={`tel:${first.phone}`}><Icon name="phone" />{say(first.title)}</a> : null
}
