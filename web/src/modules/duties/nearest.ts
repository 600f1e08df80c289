const KEPT_AS = 'wulian.near'

/** The village one was in last, or says one is in: its people come first. A village, never a person. */
export const nearest = (): number | undefined => Number(localStorage.getItem(KEPT_AS)) || undefined
export const setNearest = (village: number | undefined): void => localStorage.setItem(KEPT_AS, String(village ?? ''))
