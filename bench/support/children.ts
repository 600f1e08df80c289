import type { ChildProcess } from 'node:child_process'

const LONGEST_STOP_MS = 20_000
const ours = new Set<ChildProcess>()

/** Remembers a process we started until it ends, so that it never outlives us. */
export function keep<C extends ChildProcess>(child: C): C {
  ours.add(child)
  child.once('exit', () => ours.delete(child))
  return child
}

/** Ends one child of ours: asked first, then not asked. */
export async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((done) => child.once('exit', done))
  child.kill('SIGTERM')
  const force = setTimeout(() => child.kill('SIGKILL'), LONGEST_STOP_MS)
  await gone
  clearTimeout(force)
}

export const stopChildren = async (): Promise<void> => { await Promise.all([...ours].map(stopChild)) }
