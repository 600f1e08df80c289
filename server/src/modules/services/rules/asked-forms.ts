/** So many forms stand beside an approval that is asked. */
const MOST = 12

/** What an approver must read: first the forms of the stage that is to be approved, then what was written last. */
export const formsToRead = <F extends { form: string; filledOn: string }>(filled: readonly F[], ofStage: readonly string[]): F[] =>
  filled.toSorted((a, b) => Number(ofStage.includes(b.form)) - Number(ofStage.includes(a.form)) || (a.filledOn < b.filledOn ? 1 : a.filledOn > b.filledOn ? -1 : 0)).slice(0, MOST)
