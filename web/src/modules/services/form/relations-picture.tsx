import { useTranslation } from 'react-i18next'
import type { FormView } from '#api/services.ts'
import type { Answers } from './answers.ts'
import { drawRelations, type Node } from './relations.ts'
import { useText } from './use-text.ts'

const [BOX_W, BOX_H, LONGEST] = [112, 46, 8]
const short = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text)

/** 家系图、生态图, from the answers themselves: a thick line is close, a dashed one distant, a dark red one tense, a dotted one cut off. */
export default function RelationsPicture({ form, answers, name }: { form: FormView; answers: Answers; name: string }) {
  const { t } = useTranslation('forms')
  const say = useText()
  const drawing = drawRelations(form.fields, answers, (field, column, value) => {
    const found = field.columns?.find(({ key }) => key === column)?.options?.find(({ key }) => key === value)
    return found ? say(found.title) : ''
  })
  if (!drawing) return null
  const { width, height, centre, nodes } = drawing
  return (
    <figure className="relations">
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={t('relations.label', { who: nodes.map((node) => `${node.name} ${t(`relations.${node.tie}`)}`).join(t('and')) })}>
        {nodes.map((node) => <line key={node.key} className={`tie ${node.tie}`} x1={centre.x} y1={centre.y} x2={node.x} y2={node.y} />)}
        {nodes.map((node) => <Box key={node.key} node={node} />)}
        <g transform={`translate(${centre.x - BOX_W / 2} ${centre.y - BOX_H / 2})`}><rect className="me" width={BOX_W} height={BOX_H} rx={BOX_H / 2} /><text x={BOX_W / 2} y={BOX_H / 2 + 5}>{short(name)}</text></g>
      </svg>
      <figcaption className="quiet small">{(['strong', 'plain', 'weak', 'tense', 'cut'] as const).map((tie) => <span key={tie}><svg viewBox="0 0 28 8" width="28" height="8" aria-hidden="true"><line className={`tie ${tie}`} x1="0" y1="4" x2="28" y2="4" /></svg> {t(`relations.${tie}`)}</span>)}</figcaption>
    </figure>
  )
}

function Box({ node: { name, more, x, y } }: { node: Node }) {
  return (
    <g transform={`translate(${x - BOX_W / 2} ${y - BOX_H / 2})`}>
      <title>{[name, more].filter(Boolean).join(' ')}</title>
      <rect width={BOX_W} height={BOX_H} rx="6" />
      <text x={BOX_W / 2} y={more ? 19 : 28}>{short(name)}</text>{more ? <text className="more" x={BOX_W / 2} y="36">{short(more)}</text> : null}
    </g>
  )
}
