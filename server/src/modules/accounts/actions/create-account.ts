import type { CreateAccount, HandOver } from '#api/accounts.ts'
import { cellOf } from '#server/modules/places/index.ts'
import type { Work } from '#server/platform/work.ts'
import { addAccount, addPost, findAccount, setCertificate } from '../store/accounts.ts'
import { preparePost } from './give-post.ts'
import { handOverSecrets } from './hand-over-secrets.ts'

/** A new colleague with a first post. The one-time password and the code card are shown in this answer and never again. */
export async function createAccount(work: Work, id: string, input: CreateAccount): Promise<HandOver> {
  const earlier = await findAccount(work, id)
  if (earlier) return { id, version: earlier.version, secrets: null }
  const post = await preparePost(work, input.post)
  const cell = cellOf(post.place)
  await addAccount(work, { id, cell, place: post.place, name: input.name, signInName: input.signInName, phoneMask: input.phoneMask })
  await addPost(work, { ...post, id: input.postId, account: id, cell })
  if (input.post.certificateLevel) await setCertificate(work, id, input.post.certificateLevel)
  return { id, version: 1, secrets: await handOverSecrets(work, id, input.signInName) }
}
