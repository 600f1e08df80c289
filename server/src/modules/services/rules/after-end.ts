import type { Method, Stage } from '#server/modules/standards/index.ts'

/** Whether a stage begins with the end of the service: its sheets end a clock that runs from the closing, as 回访 does. It is not entered before. */
export const isAfterEnd = ({ clocks }: Pick<Method, 'clocks'>, { forms }: Pick<Stage, 'forms'>): boolean =>
  clocks.some(({ starts, ends }) => 'at' in starts && starts.at === 'closed' && 'form' in ends && forms.some(({ form }) => form === ends.form))
