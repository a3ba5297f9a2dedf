import { Problem, unreachable } from './problem'
import { session } from './session'

export interface Page<T> { items: T[]; continuation: string | null }

export interface CallOptions {
  body?: unknown
  signal?: AbortSignal | undefined
  /** The key to use in place of the session's, whose end its refusal is not. */
  key?: string
  /** What was read before and must not have been changed by others since: something that a call returned. */
  unchanged?: object
  /** Whether there must be nothing yet. */
  isNew?: boolean
}

// What the server tells versions of a thing apart by, of what has been read.
const versions = new WeakMap<object, string>()

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Calls the API and reads its JSON; undefined for an answer without content. Throws a Problem. */
export async function call<T>(method: Method, path: string, options: CallOptions = {}): Promise<T> {
  const response = await send(method, path, options)
  if (response.status === 204) return undefined as T
  const data = await response.json() as T
  const version = response.headers.get('etag')
  if (version !== null && typeof data === 'object' && data !== null) versions.set(data, version)
  return data
}

/** Calls the API and reads the text of its answer. Throws a Problem. */
export async function callForText(path: string, signal?: AbortSignal): Promise<string> {
  return (await send('GET', path, { signal })).text()
}

async function send(method: Method, path: string, options: CallOptions): Promise<Response> {
  refuseDots(path)
  const headers: Record<string, string> = { authorization: `Bearer ${options.key ?? session.key ?? ''}` }
  const init: RequestInit = { method, headers, cache: 'no-store', credentials: 'omit', redirect: 'error' }
  if (options.body !== undefined) {
    headers['content-type'] = 'application/json'
    init.body = JSON.stringify(options.body)
  }
  const version = options.unchanged && versions.get(options.unchanged)
  if (version) headers['if-match'] = version
  if (options.isNew) headers['if-none-match'] = '*'
  if (options.signal) init.signal = options.signal

  const response = await fetch(path, init).catch(error => {
    throw isAbort(error) ? error : unreachable()
  })
  if (response.ok) return response
  const problem = new Problem(response.status, await response.json().catch(() => ({})))
  if (problem.status === 401 && options.key === undefined) session.signOut('Your API key is no longer accepted. Sign in again.')
  throw problem
}

// Every address is shortened by such names, encoded or not: the request would be for what lies above.
function refuseDots(path: string) {
  const name = path.split('?')[0]!.split('/').find(part => part === '.' || part === '..')
  if (name) throw new Problem(400, { title: `'${name}' can't be a name.`, detail: 'In an address it stands for what is above. Nothing was asked of the server.' })
}

export const isAbort = (error: unknown) => error instanceof DOMException && error.name === 'AbortError'

/** A path with its parts escaped: path`/api/links/${key}`. */
export const path = (parts: TemplateStringsArray, ...values: (string | number)[]) =>
  String.raw({ raw: parts }, ...values.map(encodeURIComponent))

/** A page's query. */
export const paged = (at: string, after: string | null, limit: number, more: Record<string, string> = {}) =>
  `${at}?${new URLSearchParams({ ...more, limit: String(limit), ...(after === null ? {} : { continuation: after }) })}`
