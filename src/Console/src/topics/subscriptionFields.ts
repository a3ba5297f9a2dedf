import { numberOf } from '../limits/api'
import type { Condition, Subscription } from './api'
import type { Pair } from './PairsField'

/** A subscription as a form has it. */
export const fieldsOf = (from: Subscription | null) => ({
  name: from?.name ?? '',
  mode: from?.delivery.mode ?? 'pull' as string,
  endpoint: from?.delivery.endpoint ?? '',
  batch: from?.delivery.batch ?? false,
  ackDeadline: from?.ackDeadline ?? 'PT30S',
  ordered: from?.ordered ?? false,
  onExhausted: from?.onExhausted ?? 'deadLetter',
  deadLetterTopic: from?.deadLetterTopic ?? '',
  minBackoff: from?.retry.minBackoff ?? '',
  maxBackoff: from?.retry.maxBackoff ?? '',
  maxAttempts: String(from?.retry.maxAttempts ?? ''),
  filter: Object.entries(from?.filter ?? {}).map(pairOf),
  start: 'latest',
  startTime: '',
})

export type SubscriptionFields = ReturnType<typeof fieldsOf>

/** What is asked of the server: what is empty takes its default. */
export const bodyOf = (fields: SubscriptionFields, from: Subscription | null) => ({
  delivery: fields.mode === 'push' ? { mode: 'push', endpoint: fields.endpoint.trim(), batch: fields.batch, timeout: from?.delivery.timeout } : { mode: 'pull' },
  ackDeadline: fields.ackDeadline || undefined,
  ordered: fields.ordered,
  onExhausted: fields.onExhausted,
  deadLetterTopic: fields.onExhausted === 'deadLetter' && fields.deadLetterTopic.trim() || undefined,
  retry: { minBackoff: fields.minBackoff || undefined, maxBackoff: fields.maxBackoff || undefined, maxAttempts: numberOf(fields.maxAttempts) },
  filter: fields.filter.length === 0 ? undefined : Object.fromEntries(fields.filter.map(pair => [pair.name, conditionOf(pair)])),
  start: from ? from.start : fields.start === 'time' ? momentOf(fields.startTime) : fields.start,
  paused: from?.paused,
})

/** A local time of an input as the API takes it; what is none goes as it is, for the server to refuse. */
export function momentOf(local: string): string {
  const time = Date.parse(local)
  return Number.isNaN(time) ? local : new Date(time).toISOString()
}

const pairOf = ([name, condition]: [string, Condition]): Pair => {
  if (typeof condition === 'string') return { name, value: condition, as: 'is' }
  return !Array.isArray(condition) && condition.prefix !== undefined && Object.keys(condition).length === 1
    ? { name, value: condition.prefix, as: 'prefix' }
    : { name, value: JSON.stringify(condition), as: 'json' }
}

/** What is no JSON goes as it is, for the server to refuse. */
function conditionOf({ value, as }: Pair): unknown {
  if (as === 'prefix') return { prefix: value }
  if (as !== 'json') return value
  try {
    return JSON.parse(value) as unknown
  } catch {
    return { [value]: null }
  }
}
