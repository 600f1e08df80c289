import { useTranslation } from 'react-i18next'
import type { CircleChoices } from '#api/residents.ts'
import { FieldSet, Picker, searchIn, SelectField } from '#web/ui/index.ts'

type Conflict = CircleChoices['conflicts'][number]
const KINDS: readonly Conflict['kind'][] = ['family', 'accused', 'other']

interface Props {
  colleagues: CircleChoices['colleagues']
  members: readonly string[]
  value: readonly Conflict[]
  onChange: (value: readonly Conflict[]) => void
}

/** 利益冲突: family and accused colleagues, who never open this file by any way. */
export function ConflictsField({ colleagues, members, value, onChange }: Props) {
  const { t } = useTranslation('residents')
  const nameOf = new Map(colleagues.map((one) => [one.post, `${one.name} · ${one.title || t(`shell:role.${one.role}`)}`]))
  const others = colleagues.filter(({ post }) => !members.includes(post) && value.every((one) => one.post !== post)).map(({ post }) => ({ value: post, label: nameOf.get(post) ?? post }))
  const set = (post: string, kind: string) => onChange(value.flatMap((one) => (one.post !== post ? [one] : kind === '' ? [] : [{ post, kind: kind as Conflict['kind'] }])))
  return (
    <FieldSet label={t('act.conflicts')} hint={t('act.conflictsHint')} optional>
      <div className="stack">
        {value.map(({ post, kind }) => (
          <SelectField key={post} label={nameOf.get(post) ?? ''} value={kind} none={t('act.conflictNone')} onChange={(wanted) => set(post, wanted)} options={KINDS.map((one) => ({ value: one, label: t(`act.conflict.${one}`) }))} />
        ))}
        <Picker label={t('act.conflictAdd')} value={undefined} search={searchIn(others)} onChange={(pick) => { if (pick) onChange([...value, { post: pick.value, kind: 'family' }]) }} />
      </div>
    </FieldSet>
  )
}
