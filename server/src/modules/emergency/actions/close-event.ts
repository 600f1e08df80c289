import type { CloseEvent, EventView } from '#api/emergency.ts'
import type { Work } from '#server/platform/work.ts'
import { setEvent } from '../store.ts'
import { showEvent } from '../views/event.ts'
import { requireOpenEvent } from './require-open-event.ts'

/** 结束应急: from now on the list stays as it stands. Gives what the closing words are made of. */
export async function closeEvent(work: Work, id: string, { version }: CloseEvent): Promise<EventView> {
  await requireOpenEvent(work, id, version)
  await setEvent(work, id, version, { ended_at: work.now })
  return showEvent(work, id)
}
