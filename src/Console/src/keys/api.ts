import { call, type Page, paged, path } from '../api/client'

export interface Key {
  id: string
  owner: string
  scopes: string[]
  createdAt: string
  expiresAt: string | null
  /** The day; null for never. */
  lastUsedOn?: string | null
  /** Until when the secret before the last rotation is accepted. */
  previousUntil?: string | null
}

/** A key whose secret is told this once. */
export interface NewKey extends Key { key: string }

export const listKeys = (after: string | null, signal?: AbortSignal) => call<Page<Key>>('GET', paged('/api/keys', after, 100), { signal })

export const makeKey = (body: { owner: string; scopes: string[]; expiresAt?: string }) => call<NewKey>('POST', '/api/keys', { body })

export const rotateKey = (id: string, overlap: string) => call<NewKey>('POST', path`/api/keys/${id}/rotate`, { body: { overlap } })

export const revokeKey = (id: string) => call<void>('DELETE', path`/api/keys/${id}`)
