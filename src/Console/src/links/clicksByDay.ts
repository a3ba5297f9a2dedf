import type { DayClicks } from './api'

const day = 86_400
const atLeast = 14
const atMost = 90

/** The clicks of every day up to today: none on days that are not named; two weeks at least, the last ninety days at most. */
export function clicksByDay(days: readonly DayClicks[], now: number) {
  const counted = new Map(days.map(each => [Date.parse(`${each.date}T00:00:00Z`) / 1000, each]))
  const today = Math.floor(now / 1000 / day) * day
  const last = Math.max(today, ...counted.keys())
  const first = Math.max(Math.min(last - (atLeast - 1) * day, ...counted.keys()), last - (atMost - 1) * day)
  const times = Array.from({ length: (last - first) / day + 1 }, (_, i) => first + i * day)
  return { times, clicks: times.map(time => counted.get(time)?.clicks ?? 0), bots: times.map(time => counted.get(time)?.bots ?? 0) }
}
