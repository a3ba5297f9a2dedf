import { call, type Page, paged, path } from '../api/client'
import { Problem } from '../api/problem'
import { write } from '../api/write'

export interface Topic { name: string; shards: number; retention: { mode: string; duration?: string }; maxAge: string; createdAt: string }

/** What waits in it, where that was asked for. */
export interface ListedTopic extends Topic { backlog?: number; oldestUnacknowledgedAge?: string; subscriptions?: number }

export interface Delivery { mode: 'pull' | 'push'; endpoint?: string; secret?: string; batch?: boolean; timeout?: string; headers?: Record<string, string | null> }

export type Condition = string | Condition[] | { prefix?: string; suffix?: string; exists?: boolean; not?: Condition }

export interface Subscription {
  name: string
  topic: string
  delivery: Delivery
  verified?: boolean
  ackDeadline: string
  ordered: boolean
  retry: { minBackoff: string; maxBackoff: string; maxAttempts: number }
  onExhausted: string
  deadLetterTopic?: string
  filter?: Record<string, Condition>
  start: string
  paused: boolean
  pausedReason?: string
  createdAt: string
}

export interface Stats {
  backlog: number
  oldestUnacknowledgedAge: string | null
  outstanding: number
  deadLettered: number
  expiredUnacknowledged: number
  windowFull: boolean
  paused: boolean
  parked: number
  deadLetteredTotal: number
}

/** What was published. */
export interface Content {
  id: string
  data?: unknown
  dataBase64?: string
  attributes: Record<string, string>
  orderingKey: string | null
}

export interface Message extends Content {
  sequence: number
  publishedAt: string
}

/** A message that waits for its time. Its data is there for a key that may subscribe to the topic. */
export interface ScheduledMessage extends Content { deliverAt: string; acceptedAt: string; moving: boolean }

export interface PulledMessage extends Message { ackId: string; attempt: number }

export interface DeadLetter extends Message { deadLetteredAt: string; reason: string | null; attempts: number | null; lastStatus: number | null; messageId: string }

export interface PeekedMessage extends Message { state: 'waiting' | 'leased' | 'delayed'; attempts: number; due?: string }

export interface Peeked { messages: PeekedMessage[]; hasMore: boolean }

/** A message that was sent to an endpoint, and what came back. */
export interface Attempt { messageId: string; sequence: number; at: string; attempt: number; status: number | null; fault: string | null; duration: string; answer: string | null }

/** Attempts, and what applies where the subscription is paused or pulled. */
export interface Attempts extends Page<Attempt> { hint?: string }

/** What a retry did, and what applies where the subscription is paused or pulled. */
export interface Retried { retried: number; notWaiting: string[]; hint?: string }

export interface Settled { ackId: string; status: 'acknowledged' | 'returned' | 'extended' | 'expired' | 'unknown' }

export interface Published { id?: string; sequence?: number; duplicate?: boolean; problem?: Record<string, unknown> }

export const listTopics = (after: string | null, signal?: AbortSignal, backlog = false) =>
  call<Page<ListedTopic>>('GET', paged('/api/topics', after, 25, backlog ? { backlog: 'true' } : {}), { signal })

export const getTopic = (topic: string, signal?: AbortSignal) => call<Topic>('GET', path`/api/topics/${topic}`, { signal })

export const putTopic = (topic: string, body: unknown, old: Topic | null) =>
  write('topic', 'name', topic, old, only => call<Topic>('PUT', path`/api/topics/${topic}`, { body, ...only }))

export const deleteTopic = (topic: string) => call<void>('DELETE', path`/api/topics/${topic}`)

/** Publishes one message, as a batch of one. */
export async function publish(topic: string, message: Record<string, unknown>): Promise<Published> {
  const { results: [result] } = await call<{ results: [Published] }>('POST', path`/api/topics/${topic}/publish`, { body: { messages: [message] } })
    .catch(error => { throw error instanceof Problem ? error.withFields(field => field.replace(/^messages\[0\]\./, '')) : error })
  if (result.problem) throw new Problem(Number(result.problem['status']), result.problem)
  return result
}

export const listScheduled = (topic: string, after: string | null, signal?: AbortSignal) =>
  call<Page<ScheduledMessage>>('GET', paged(path`/api/topics/${topic}/scheduled`, after, 25), { signal })

export const cancelScheduled = (topic: string, id: string) => call<void>('DELETE', path`/api/topics/${topic}/scheduled/${id}`)

export const listSubscriptions = (topic: string, after: string | null, signal?: AbortSignal) =>
  call<Page<Subscription>>('GET', paged(path`/api/topics/${topic}/subscriptions`, after, 100), { signal })

/** Whether an endpoint is on the server's own machine, where it need not agree to receive messages. */
export function isLoopback(endpoint: string | undefined) {
  const host = URL.parse(endpoint ?? '')?.hostname ?? ''
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || host.startsWith('127.')
}

/** Whether an endpoint that has to agree has not done so. */
export const isUnverified = ({ verified, delivery }: Subscription) => verified === false && !isLoopback(delivery.endpoint)

/** What can be done with one subscription. */
export const subscriptionAt = (topic: string, name: string) => {
  const at = path`/api/topics/${topic}/subscriptions/${name}`
  return {
    get: (signal?: AbortSignal) => call<Subscription>('GET', at, { signal }),
    make: (body: unknown) => write('subscription', 'name', name, null, only => call<Subscription>('PUT', at, { body, ...only })),
    /** @param unchanged It as it was read, if it must still be so. */
    change: (body: unknown, unchanged?: Subscription) => call<Subscription>('PATCH', at, { body, ...(unchanged ? { unchanged } : {}) }),
    remove: () => call<void>('DELETE', at),
    stats: (signal?: AbortSignal) => call<Stats>('GET', `${at}/stats`, { signal }),
    pull: (body: { max: unknown; wait: string }) => call<{ messages: PulledMessage[] }>('POST', `${at}/pull`, { body }),
    peek: (max: number) => call<Peeked>('POST', `${at}/peek`, { body: { max } }),
    acknowledge: (ackIds: string[]) => call<{ results: Settled[] }>('POST', `${at}/ack`, { body: { ackIds } }),
    giveBack: (ackIds: string[]) => call<{ results: Settled[] }>('POST', `${at}/nack`, { body: { ackIds } }),
    seek: (to: string) => call<{ landed: string }>('POST', `${at}/seek`, { body: { to } }),
    deadLetters: (after: string | null, signal?: AbortSignal) => call<Page<DeadLetter>>('GET', paged(`${at}/dead-letters`, after, 25), { signal }),
    attempts: (failed: boolean, after: string | null, signal?: AbortSignal) => call<Attempts>('GET', paged(`${at}/attempts`, after, 25, failed ? { failed: 'true' } : {}), { signal }),
    /** Delivers now what waits for its next attempt: messages of some ids, or all. */
    retry: (ids?: string[]) => call<Retried>('POST', `${at}/retry`, { body: ids ? { ids } : { all: true } }),
    replay: (ids?: string[]) => call<{ replayed: number; remaining: number }>('POST', `${at}/dead-letters/replay`, { body: ids ? { ids } : {} }),
    discard: (ids?: string[]) => call<{ discarded: number; remaining: number }>('DELETE', `${at}/dead-letters`, { body: ids ? { ids } : {} }),
  }
}
