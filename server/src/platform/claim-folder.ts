import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Makes this process the only server of a data folder. Throws when another one is at work in it; a claim that a killed run left
 * behind is taken over. Returns how to give it up.
 */
export function claimFolder(folder: string): () => void {
  const claim = join(folder, 'server.pid')
  const holder = existsSync(claim) ? Number(readFileSync(claim, 'utf8')) : undefined
  if (holder !== undefined && holder !== process.pid && isServer(holder)) {
    throw new Error(`五联已在运行（进程 ${holder}，数据目录 ${folder}） Wulian is already running on this data folder`)
  }
  writeFileSync(claim, String(process.pid))
  return () => { if (existsSync(claim) && Number(readFileSync(claim, 'utf8')) === process.pid) rmSync(claim) }
}

/** Alive, and not some other program that was given the number since. Where that cannot be told, being alive is enough. */
function isServer(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  const words = `/proc/${pid}/cmdline`
  return !existsSync(words) || readFileSync(words, 'utf8').includes('main.ts')
}
