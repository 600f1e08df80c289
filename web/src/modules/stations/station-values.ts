import type { SaveStation, StationView, Tier } from '#api/stations.ts'
import { newId } from '#web/platform/uuid.ts'
import type { Pick } from '#web/ui/index.ts'

export interface StationValues {
  id: string
  version: number | undefined
  tier: Tier
  place: Pick | undefined
  name: string
  guidedBy: Pick | undefined
  operator: Pick | undefined
  operatorMode: string
  hostType: string
  buildMode: string
  pilots: string[]
  hotline: string
  address: string
  department: SaveStation['department'] & string
  openedOn: string
  closedOn: string
  successor: Pick | undefined
}

export const newStation = (): StationValues => ({
  id: newId(), version: undefined, tier: 'township', place: undefined, name: '', guidedBy: undefined, operator: undefined, operatorMode: '', hostType: '', buildMode: '', pilots: [],
  hotline: '', address: '', department: 'civil-affairs', openedOn: '', closedOn: '', successor: undefined,
})

const pick = (value: string | null, label: string | null): Pick | undefined => (value === null ? undefined : { value, label: label ?? '—' })

export const valuesOf = (s: StationView): StationValues => ({
  id: s.id, version: s.version, tier: s.tier, place: { value: String(s.place), label: s.placeName }, name: s.name, guidedBy: pick(s.guidedBy, s.guidedByName),
  operator: pick(s.operator, s.operatorName), operatorMode: s.operatorMode ?? '', hostType: s.hostType ?? '', buildMode: s.buildMode ?? '', pilots: s.pilots, hotline: s.hotline ?? '',
  address: s.address ?? '', department: s.department as StationValues['department'], openedOn: s.openedOn ?? '', closedOn: s.closedOn ?? '', successor: pick(s.successor, s.successorName),
})

export const bodyOf = (v: StationValues): SaveStation => ({
  place: Number(v.place?.value), tier: v.tier, name: v.name, guidedBy: v.guidedBy?.value ?? null, operator: v.operator?.value ?? null, operatorMode: v.operatorMode || null,
  hostType: v.hostType || null, buildMode: v.buildMode || null, pilots: v.pilots, hotline: v.hotline, address: v.address, department: v.department,
  openedOn: v.openedOn || null, closedOn: v.closedOn || null, successor: v.successor?.value ?? null, ...(v.version !== undefined && { version: v.version }),
})
