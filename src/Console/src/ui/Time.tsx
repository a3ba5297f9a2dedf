const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' })

const steps: readonly (readonly [number, Intl.RelativeTimeFormatUnit])[] =
  [[86_400 * 365, 'year'], [86_400 * 30, 'month'], [86_400, 'day'], [3_600, 'hour'], [60, 'minute'], [1, 'second']]

/** Rounded to the largest unit: "in 3 days". */
export function fromNow(iso: string): string {
  const seconds = (Date.parse(iso) - Date.now()) / 1000
  const [size, unit] = steps.find(([step]) => Math.abs(seconds) >= step) ?? [1, 'second' as const]
  return relative.format(Math.round(seconds / size), unit)
}

/** A moment: how far away, and exactly. */
export const Time = ({ at, exactly }: { at: string; exactly?: boolean }) => (
  <time dateTime={at} title={exact.format(Date.parse(at))}>{exactly ? exact.format(Date.parse(at)) : fromNow(at)}</time>
)
