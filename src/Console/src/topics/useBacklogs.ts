import { useState } from 'preact/hooks'
import { isAbort } from '../api/client'
import { type Problem, problemOf } from '../api/problem'
import { usePolling } from '../ui/hooks'
import { type Stats, subscriptionAt } from './api'

export interface Backlogs {
  names: readonly string[]
  /** In seconds. */
  times: readonly number[]
  /** By name, one value a time. */
  values: readonly (readonly (number | null)[])[]
  latest: Readonly<Record<string, Stats>>
  /** Why the latest numbers are missing. */
  problem: Problem | undefined
  /** How many subscriptions are not measured. */
  left: number
}

const everyMilliseconds = 2_000
const kept = 150

/** As many as can be told apart, and asked for, at a time. */
const atMost = 6

/** How many messages wait for each of the first subscriptions, asked for again and again. */
export function useBacklogs(topic: string, all: readonly string[]): Backlogs {
  const names = all.slice(0, atMost)
  const [samples, setSamples] = useState<readonly { time: number; stats: Record<string, Stats> }[]>([])
  const [problem, setProblem] = useState<Problem>()
  usePolling(async signal => {
    if (names.length === 0) return
    const read = await Promise.allSettled(names.map(name => subscriptionAt(topic, name).stats(signal)))
    if (signal.aborted) return
    const stats: Record<string, Stats> = {}
    read.forEach((result, i) => {
      if (result.status === 'fulfilled') stats[names[i]!] = result.value
    })
    const failed = read.find(result => result.status === 'rejected' && !isAbort(result.reason))
    setProblem(failed?.status === 'rejected' ? problemOf(failed.reason) : undefined)
    setSamples(old => [...old.slice(1 - kept), { time: Date.now() / 1000, stats }])
  }, everyMilliseconds, [topic, names.join(' ')])
  return {
    names,
    times: samples.map(sample => sample.time),
    values: names.map(name => samples.map(sample => sample.stats[name]?.backlog ?? null)),
    latest: samples.at(-1)?.stats ?? {},
    problem,
    left: all.length - names.length,
  }
}
