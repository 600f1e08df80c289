import { useTranslation } from 'react-i18next'
import { RiskMark } from '#web/ui/index.ts'

const LEVELS = { red: 1, orange: 2, yellow: 3, blue: 4 } as const
export type Risk = keyof typeof LEVELS
export const RISKS = Object.keys(LEVELS) as Risk[]

/** 红色, 橙色, 黄色, 蓝色 in their colours. */
export function RiskOf({ risk }: { risk: Risk }) {
  const { t } = useTranslation('residents')
  return <RiskMark level={LEVELS[risk]}>{t(`risk.${risk}`)}</RiskMark>
}
