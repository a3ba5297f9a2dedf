/** Durations as the API writes them (ISO 8601) and as people say them. */
export const units = ['seconds', 'minutes', 'hours', 'days'] as const
export type DurationUnit = typeof units[number]

const seconds: Record<DurationUnit, number> = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 }

/** Seconds of a duration such as P1DT2H3M4.5S; undefined for any other text. */
export function secondsOf(iso: string): number | undefined {
  const match = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(iso)
  if (!match || iso === 'P' || iso.endsWith('T')) return undefined
  const [, days = '0', hours = '0', minutes = '0', rest = '0'] = match
  return Number(days) * 86_400 + Number(hours) * 3_600 + Number(minutes) * 60 + Number(rest)
}

/** The largest unit that the duration is a whole number of. */
export const largestUnit = (iso: string): DurationUnit => {
  const total = secondsOf(iso)
  return total ? units.findLast(unit => total % seconds[unit] === 0) ?? 'seconds' : 'seconds'
}

export const inUnit = (iso: string, unit: DurationUnit): string => {
  const total = secondsOf(iso)
  return total === undefined ? iso : String(total / seconds[unit])
}

/** What is no number goes as it is, for the server to refuse. */
export function isoOf(amount: string, unit: DurationUnit): string {
  const text = amount.trim()
  if (!/^\d+(\.\d+)?$/.test(text)) return text
  return unit === 'days' && Number.isInteger(Number(text)) ? `P${text}D` : `PT${Number(text) * seconds[unit]}S`
}

/** The two largest parts of a duration: "2 h 5 min". */
export function spoken(total: number): string {
  if (total < 1) return total <= 0 ? '0 s' : `${Math.round(total * 1000)} ms`
  const whole = Math.round(total)
  const parts: string[] = []
  let rest = whole
  for (const [size, name] of [[86_400, 'd'], [3_600, 'h'], [60, 'min'], [1, 's']] as const) {
    const count = Math.floor(rest / size)
    rest -= count * size
    if (count > 0) parts.push(`${count} ${name}`)
  }
  return parts.slice(0, 2).join(' ')
}

export const spokenIso = (iso: string | null | undefined) => iso ? spoken(secondsOf(iso) ?? 0) : ''
