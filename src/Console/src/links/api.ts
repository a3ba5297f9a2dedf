import { call, callForText, type Page, paged, path } from '../api/client'

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
}

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

export const listLinks = (after: string | null, limit: number, signal?: AbortSignal) => call<Page<Link>>('GET', paged('/api/links', after, limit), { signal })

export const getLink = (key: string, signal?: AbortSignal) => call<Link>('GET', path`/api/links/${key}`, { signal })

export const changeLink = (key: string, body: LinkChange) => call<Link>('PATCH', path`/api/links/${key}`, { body })

export const deleteLink = (key: string) => call<void>('DELETE', path`/api/links/${key}`)

export const linkStats = (key: string, signal?: AbortSignal) => call<LinkStats>('GET', path`/api/links/${key}/stats`, { signal })

/** The tags in a text that has commas between them. */
export const tagsOf = (text: string) => text.split(',').map(tag => tag.trim()).filter(tag => tag !== '')

/** The short URL's QR code, an SVG. */
export const linkQr = (key: string, signal?: AbortSignal) => callForText(path`/api/links/${key}/qr`, signal)
