import { useTranslation } from 'react-i18next'
import type { MethodView } from '#api/services.ts'
import { Choice, Picker, searchIn } from '#web/ui/index.ts'
import { useText } from './form/use-text.ts'
import { suggestMethods } from './suggest-method.ts'

const IN_SIGHT = 6
/** For whom a way is, in the order of the list: what is opened most comes first. */
const FOR = ['usual', 'person', 'people', 'none', 'secret'] as const
const whom = ({ counts, secret, subject }: MethodView): (typeof FOR)[number] => (secret ? 'secret' : counts !== 'service' ? 'usual' : subject === 'household' ? 'person' : subject)

/** Ways by whom they are for, as a list shows them. */
export function useWaysByWhom(methods: readonly MethodView[]): { value: string; label: string; group: string }[] {
  const { t } = useTranslation('services')
  const say = useText()
  return FOR.flatMap((group) => methods.filter((method) => whom(method) === group).map(({ key, title }) => ({ value: key, label: say(title), group: t(`open.for.${group}`) })))
}

/** Which way of serving: those that fit in one tap, any other by name. */
export function MethodField({ methods, words, tags, value, onChange }: { methods: readonly MethodView[]; words: string; tags: readonly string[]; value: string; onChange: (method: string) => void }) {
  const { t } = useTranslation('services')
  const say = useText()
  const option = ({ key, title }: MethodView) => ({ value: key, label: say(title) })
  const fitting = suggestMethods(methods, words, tags)
  const others = methods.filter((method) => !fitting.includes(method))
  const grouped = useWaysByWhom(methods)
  const chosen = methods.find(({ key }) => key === value)
  return (
    <>
      {fitting.length > 0 ? <Choice label={t('open.suggested')} value={value || undefined} onChange={onChange} options={fitting.map(option)} /> : null}
      {others.length <= IN_SIGHT ? <Choice label={t(fitting.length > 0 ? 'open.others' : 'open.method')} value={value || undefined} onChange={onChange} options={others.map(option)} />
        : <Picker label={t(fitting.length > 0 ? 'open.others' : 'open.method')} value={chosen ? option(chosen) : undefined} onChange={(pick) => onChange(pick?.value ?? '')} search={searchIn(grouped)} />}
    </>
  )
}
