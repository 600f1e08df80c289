import { useEffect } from 'react'

const LAST = 'wulian.last-touch'
const EVENTS = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const

/** Calls `onIdle` when nobody touched any tab of this browser for so many minutes. */
export function useIdle(minutes: number, active: boolean, onIdle: () => void): void {
  useEffect(() => {
    if (!active) return
    let shared = Date.now()
    const touch = () => {
      // Once in five seconds is exact enough and spares the disk.
      if (Date.now() - shared < 5_000) return
      shared = Date.now()
      localStorage.setItem(LAST, String(shared))
    }
    localStorage.setItem(LAST, String(shared))
    const look = () => { if (Date.now() - Number(localStorage.getItem(LAST) ?? shared) >= minutes * 60_000) onIdle() }
    for (const event of EVENTS) window.addEventListener(event, touch, { passive: true })
    // Timers sleep with the machine: looking again on return closes the gap.
    document.addEventListener('visibilitychange', look)
    const timer = setInterval(look, 10_000)
    return () => {
      for (const event of EVENTS) window.removeEventListener(event, touch)
      document.removeEventListener('visibilitychange', look)
      clearInterval(timer)
    }
  }, [minutes, active, onIdle])
}
