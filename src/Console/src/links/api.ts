import { call, callForText, type Page, paged, path } from '../api/client'
import { Problem } from '../api/problem'

export interface Link {
  key: string
  url: string
  shortUrl: string
  owner: string
  createdAt: string
  expiresAt: string
  redirect: number
  title: string | null
  tags: string[]
  forwardQuery: boolean
  /** Where links are listed by owner. */
  clicks?: number
  bots?: number
  /** Of a link that has ended and can be brought back. */
  endedAt?: string
}

/** Whose links, and which of them. */
export interface LinkFilter { owner: string; q?: string; tag?: string }

export interface NewLink { url: string; alias?: string; expiresIn?: string; redirect?: number; title?: string; tags?: string[]; forwardQuery?: boolean }

export interface DayClicks { date: string; clicks: number; bots: number }

export interface LinkStats {
  clicks: number
  bots: number
  days: DayClicks[]
  referrers: { host: string; clicks: number }[]
  referrerError: number
}

export interface LinkChange { url?: string; expiresAt?: string; redirect?: number; title?: string | null; tags?: string[]; forwardQuery?: boolean }

export const shorten = (body: NewLink) => call<Link>('POST', '/api/links', { body })

/** Of everybody as an owner: those of all, by key. */
export const everybody = '*'

export const listLinks = (filter: LinkFilter, after: string | null, limit: number, signal?: AbortSignal) =>
  call<Page<Link>>('GET', paged('/api/links', after, limit, { ...filter }), { signal })

export const getLink = (key: string, signal?: AbortSignal) => call<Link>('GET', path`/api/links/${key}`, { signal })

/** @param unchanged The link as it was read, if it must still be so. */
export const changeLink = (key: string, body: LinkChange, unchanged?: Link) =>
  call<Link>('PATCH', path`/api/links/${key}`, { body, ...(unchanged ? { unchanged } : {}) })

/** Brings back a link that has ended; one whose time is up gets a month more. */
export const restoreLink = (key: string) => call<Link>('POST', path`/api/links/${key}/restore`, { body: {} }).catch(error => {
  if (!(error instanceof Problem) || !error.errors['expiresAt']) throw error
  return call<Link>('POST', path`/api/links/${key}/restore`, { body: { expiresIn: 'P30D' } })
})

export const deleteLink = (key: string) => call<void>('DELETE', path`/api/links/${key}`)

export const linkStats = (key: string, signal?: AbortSignal) => call<LinkStats>('GET', path`/api/links/${key}/stats`, { signal })

/** The tags in a text that has commas between them. */
export const tagsOf = (text: string) => text.split(',').map(tag => tag.trim()).filter(tag => tag !== '')

/** The short URL's QR code, an SVG. */
export const linkQr = (key: string, signal?: AbortSignal) => callForText(path`/api/links/${key}/qr`, signal)
