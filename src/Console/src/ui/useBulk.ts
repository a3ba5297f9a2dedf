import { useRef, useState } from 'preact/hooks'
import { Problem, problemOf } from '../api/problem'

/** How far a long piece of work is. */
export interface Progress { label: string; done: number; of: number | null }

const atOnce = 4
const patience = 5
const rest = 1_000

/** Does something with many things, a few at a time, until it is done or stopped. What fails is kept, with why. */
export function useBulk() {
  const [progress, setProgress] = useState<Progress>()
  const [failed, setFailed] = useState<readonly { what: string; problem: Problem }[]>([])
  const stopping = useRef(false)
  const run = async <T>(label: string, items: readonly T[], nameOf: (item: T) => string, act: (item: T) => Promise<void>) => {
    stopping.current = false
    setFailed([])
    setProgress({ label, done: 0, of: items.length })
    const waiting = [...items]
    const failures: { what: string; problem: Problem }[] = []
    let done = 0
    const work = async () => {
      while (waiting.length > 0 && !stopping.current) {
        const item = waiting.shift()!
        try {
          await patiently(() => act(item))
          done++
        } catch (error) {
          failures.push({ what: nameOf(item), problem: problemOf(error) })
        }
        setProgress({ label, done: done + failures.length, of: items.length })
      }
    }
    await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, work))
    setProgress(undefined)
    setFailed(failures)
    return { done, failed: failures.length, left: waiting.length }
  }
  return { run, progress, failed, stop: () => { stopping.current = true }, clear: () => setFailed([]) }
}

// A server that has too much to do is asked again in a moment.
async function patiently(act: () => Promise<void>) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await act()
    } catch (error) {
      if (attempt === patience || !(error instanceof Problem) || (error.status !== 429 && error.status !== 503)) throw error
      await new Promise(resolve => setTimeout(resolve, rest * attempt))
    }
  }
}
