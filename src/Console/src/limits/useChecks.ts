import { useEffect, useRef, useState } from 'preact/hooks'
import { isAbort } from '../api/client'
import { type Problem, problemOf } from '../api/problem'
import { announce } from '../ui/announce'
import { check, type Decision } from './api'

/** What a second brought. */
export interface Second { time: number; allowed: number; denied: number; remaining: number | null }

const kept = 120
const atOnce = 8
const longest = 5 * 60_000

/** Checks one by one or at a steady rate, counted by the second. A run ends by itself after five minutes. */
export function useChecks(request: () => unknown) {
  const [seconds, setSeconds] = useState<readonly Second[]>([])
  const [last, setLast] = useState<Decision>()
  const [totals, setTotals] = useState({ allowed: 0, denied: 0 })
  const [problem, setProblem] = useState<Problem>()
  const [rate, setRate] = useState(0)
  const open = useRef(0)
  const asked = useRef(request)
  asked.current = request

  const once = async (peek: boolean, signal?: AbortSignal) => {
    open.current++
    try {
      const decision = await check(asked.current(), peek, signal)
      setLast(decision)
      setProblem(undefined)
      if (peek) return
      setTotals(old => decision.allowed ? { ...old, allowed: old.allowed + 1 } : { ...old, denied: old.denied + 1 })
      setSeconds(old => counted(old, decision, Math.floor(Date.now() / 1000)))
    } catch (error) {
      if (isAbort(error)) return
      setProblem(problemOf(error))
      setRate(0)
    } finally {
      open.current--
    }
  }

  useEffect(() => {
    if (rate === 0) return
    const ending = new AbortController()
    const ticking = setInterval(() => {
      // A server that lags behind is not asked faster.
      if (open.current < atOnce) void once(false, ending.signal)
    }, 1000 / rate)
    const ended = setTimeout(() => setRate(0), longest)
    return () => {
      ending.abort()
      clearInterval(ticking)
      clearTimeout(ended)
    }
  }, [rate])

  return {
    seconds, last, totals, problem, running: rate > 0, once,
    start: (perSecond: number) => {
      setProblem(undefined)
      setRate(perSecond)
      announce(`Checking ${perSecond} times a second.`)
    },
    stop: () => {
      setRate(0)
      announce(`Stopped: ${totals.allowed} allowed, ${totals.denied} denied.`)
    },
    clear: () => {
      setSeconds([])
      setTotals({ allowed: 0, denied: 0 })
      setLast(undefined)
    },
  }
}

function counted(seconds: readonly Second[], decision: Decision, now: number): Second[] {
  const filled = [...seconds]
  // The seconds in between had no check.
  for (let time = (filled.at(-1)?.time ?? now - 1) + 1; time <= now; time++) {
    filled.push({ time, allowed: 0, denied: 0, remaining: filled.at(-1)?.remaining ?? null })
    if (filled.length > kept) filled.shift()
  }
  const second = { ...filled.at(-1)! }
  if (decision.allowed) second.allowed++
  else second.denied++
  second.remaining = decision.remaining ?? null
  filled[filled.length - 1] = second
  return filled
}
