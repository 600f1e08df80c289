// Who may see what, said once more and independently of the product: this file must not import from server/.

export interface ModelPost {
  account: string
  post: string
  role: string
  reach: number[]
  /** False when its days are over. */
  inForce: boolean
}

export interface ModelRow {
  table: string
  id: string
  place: number
  dossier: string
  protected: boolean
  /** Where the file of the child lies that it is about. Nothing: it is about no child. */
  childAt?: number | undefined
}

export interface Membership {
  post: string
  dossier: string
  /** False before it begins and after it ends. */
  inForce: boolean
  /** Whose account is in conflict of interest with the dossier, now. */
  conflict: boolean
}

const PEOPLE: Record<string, 'full' | 'masked' | 'none'> = {
  worker: 'full', station_head: 'full', general_worker: 'full', general_supervisor: 'full', village_cadre: 'full', child_director: 'full',
  agency_manager: 'none', agency_finance: 'none', township_office: 'masked', township_leader: 'none', county_bureau: 'masked', city_bureau: 'none',
  party_department: 'none', evaluator: 'none', auditor: 'none', administrator: 'none',
}

export const peopleOf = (post: ModelPost) => PEOPLE[post.role]!

const reaches = (post: ModelPost, place: number): boolean => {
  for (let i = 0; i < post.reach.length; i += 2) if (place >= post.reach[i]! && place <= post.reach[i + 1]!) return true
  return false
}

/** A row about a person: in reach of a post that works with people and not protected, or opened by the circle. Who works for children sees only theirs. */
export function seesPerson(post: ModelPost, row: ModelRow, circle: readonly Membership[], opened: readonly string[]): boolean {
  if (!post.inForce) return false
  const admitted = opened.includes(row.dossier) && circle.some((m) => m.post === post.post && m.dossier === row.dossier && m.inForce && !m.conflict)
  const isTheirs = post.role !== 'child_director' || (row.childAt !== undefined && reaches(post, row.childAt))
  return admitted || (peopleOf(post) !== 'none' && !row.protected && reaches(post, row.place) && isTheirs)
}

/** A row about the network: place alone decides. */
export const seesNetwork = (post: ModelPost, row: Pick<ModelRow, 'place'>): boolean => post.inForce && reaches(post, row.place)
