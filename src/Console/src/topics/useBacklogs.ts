import { useState } from 'preact/hooks'
import { usePolling } from '../ui/hooks'
import { type Stats, subscriptionAt } from './api'

export interface Backlogs {
  names: readonly string[]
  /** In seconds. */
  times: readonly number[]
  /** By name, one value a time. */
  values: readonly (readonly (number | null)[])[]
  latest: Readonly<Record<string, Stats>>
}

const everyMilliseconds = 2_000
const kept = 150

/** As many as can be told apart, and asked for, at a time. */
export const atMost = 6

/** How many messages wait for each of the first subscriptions, asked for again and again. */
export function useBacklogs(topic: string, all: readonly string[]): Backlogs {
  const names = all.slice(0, atMost)
  const [samples, setSamples] = useState<readonly { time: number; stats: Record<string, Stats> }[]>([])
  usePolling(async signal => {
    if (names.length === 0) return
    const read = await Promise.all(names.map(async name => [name, await subscriptionAt(topic, name).stats(signal).catch(() => undefined)] as const))
    if (signal.aborted) return
    const stats = Object.fromEntries(read.filter((entry): entry is [string, Stats] => entry[1] !== undefined))
    setSamples(old => [...old.slice(1 - kept), { time: Date.now() / 1000, stats }])
  }, everyMilliseconds, [topic, names.join(' ')])
  return {
    names,
    times: samples.map(sample => sample.time),
    values: names.map(name => samples.map(sample => sample.stats[name]?.backlog ?? null)),
    latest: samples.at(-1)?.stats ?? {},
  }
}
