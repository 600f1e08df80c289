import type { Saved } from '#api/common.ts'
import type { MarkCheck } from '#api/emergency.ts'
import { saveNeed } from '#server/modules/needs/index.ts'
import { saveRecord } from '#server/modules/records/index.ts'
import type { Work } from '#server/platform/work.ts'
import { recordOf } from '../rules/marks.ts'
import { requireEvent } from '../views/events.ts'

/**
 * 核查: 平安, 未联系上 or 需要帮助. Writes an ordinary visit or call, from which the list, the duty and the figures follow, and for help
 * a need that names it. Never refused because the event is over or the person is not on the list: he was asked after all the same.
 */
export async function markCheck(work: Work, id: string, mark: MarkCheck): Promise<Saved> {
  await requireEvent(work, mark.event)
  const saved = await saveRecord(work, id, recordOf(mark, work.today))
  if (mark.state === 'help' && mark.need !== undefined) {
    await saveNeed(work, mark.need, {
      words: mark.words, file: mark.file, record: id, spokenBy: '', source: mark.how === 'phone' ? 'call' : 'visit', item: '', urgency: 'emergency', foundOn: mark.occurredOn ?? work.today,
    })
  }
  return saved
}
