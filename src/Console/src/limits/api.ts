import { call, type Page, paged, path } from '../api/client'
import { Problem } from '../api/problem'
import { write } from '../api/write'

export interface Plan { requests?: number; burst?: number; unlimited?: boolean }

export interface Rule {
  id: string
  api: string
  op: string
  timeUnit: string
  requests: number
  algorithm: string
  identifyBy: string
  burst?: number
  plans?: Record<string, Plan>
  onFailure: string
  mode: string
  enabled: boolean
}

export interface Operation { op: string; method: string; route: string; countWhen?: { status: string } }

export interface Api { name: string; upstream: string | null; operations: Operation[]; requireKey: boolean }

export interface Check {
  api: string
  op: string
  caller: { user?: string; apiKey?: string; ip?: string; headers?: Record<string, string> }
  cost?: number
}

export interface Decision {
  allowed: boolean
  limit?: number
  remaining?: number
  retryAfter: string | null
  resetAt?: string
  rule: string | null
  degraded?: boolean
}

/** What an input sends: what is no number goes as it is, for the server to refuse. */
export const numberOf = (text: string): unknown => /^-?\d+$/.test(text.trim()) ? Number(text) : text.trim() === '' ? undefined : text

export const listRules = (api: string, after: string | null, signal?: AbortSignal) =>
  call<Page<Rule>>('GET', paged('/api/ratelimit/rules', after, 100, api === '' ? {} : { api }), { signal })

export const getRule = (id: string, signal?: AbortSignal) => call<Rule>('GET', path`/api/ratelimit/rules/${id}`, { signal })

export const putRule = (id: string, body: unknown, old: Rule | null) =>
  write('rule', 'id', id, old, only => call<Rule>('PUT', path`/api/ratelimit/rules/${id}`, { body, ...only }))

export const deleteRule = (id: string) => call<void>('DELETE', path`/api/ratelimit/rules/${id}`)

export interface RuleMinute { at: string; allowed: number; denied: number; nearLimit: number; dryRunDenied: number }

export const getTraffic = (id: string, signal?: AbortSignal) => call<{ minutes: RuleMinute[] }>('GET', path`/api/ratelimit/rules/${id}/traffic`, { signal })

/** What a caller has left of a rule; the numbers are null where the rule does not limit the caller's plan. */
export interface Counter { rule: string; plan: string | null; limit: number | null; remaining: number | null; retryAfter: string | null; resetAt: string | null }

/** Names a caller by what a rule counts by: user, apiKey, ip or header; by nothing where it counts all together. */
const counterAt = (rule: string, caller: Record<string, string>) => `/api/ratelimit/counters?${new URLSearchParams({ rule, ...caller })}`

export const getCounter = (rule: string, caller: Record<string, string>) => call<Counter>('GET', counterAt(rule, caller))

export const resetCounter = (rule: string, caller: Record<string, string>) => call<void>('DELETE', counterAt(rule, caller))

export interface Caller { kind: string; id: string; plan: string; note?: string }

export const listCallers = (after: string | null, signal?: AbortSignal) => call<Page<Caller>>('GET', paged('/api/ratelimit/callers', after, 100), { signal })

export const putCaller = ({ kind, id, ...body }: Caller) => call<Caller>('PUT', path`/api/ratelimit/callers/${kind}/${id}`, { body })

export const deleteCaller = (kind: string, id: string) => call<void>('DELETE', path`/api/ratelimit/callers/${kind}/${id}`)

export const listApis = (after: string | null, signal?: AbortSignal) => call<Page<Api>>('GET', paged('/api/ratelimit/apis', after, 100), { signal })

export const getApi = (name: string, signal?: AbortSignal) => call<Api>('GET', path`/api/ratelimit/apis/${name}`, { signal })

export const putApi = (name: string, body: unknown, old: Api | null) =>
  write('API', 'name', name, old, only => call<Api>('PUT', path`/api/ratelimit/apis/${name}`, { body, ...only }))

export const deleteApi = (name: string) => call<void>('DELETE', path`/api/ratelimit/apis/${name}`)

/** Checks once, as a batch of one: there a denial is an answer like any other. */
export async function check(body: unknown, peek: boolean, signal?: AbortSignal): Promise<Decision> {
  const [decision] = await call<[Decision & { problem?: Record<string, unknown> }]>('POST', `/api/ratelimit/check${peek ? '?peek=true' : ''}`, { body: [body], signal })
    .catch(error => { throw error instanceof Problem ? error.withFields(field => field.replace(/^\[0\]\.?/, '')) : error })
  if (decision.problem) throw new Problem(Number(decision.problem['status']), decision.problem)
  return decision
}
