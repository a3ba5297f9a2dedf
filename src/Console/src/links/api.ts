import { call, callForText, type Page, paged, path } from '../api/client'

export interface Link { key: string; url: string; shortUrl: string; owner: string; createdAt: string; expiresAt: string; redirect: number }

export interface NewLink { url: string; alias?: string; expiresIn?: string; redirect?: number }

export interface LinkStats {
  clicks: number
  days: { date: string; clicks: number }[]
  referrers: { host: string; clicks: number }[]
}

export const shorten = (body: NewLink) => call<Link>('POST', '/api/links', { body })

export const listLinks = (after: string | null, limit: number, signal?: AbortSignal) => call<Page<Link>>('GET', paged('/api/links', after, limit), { signal })

export const getLink = (key: string, signal?: AbortSignal) => call<Link>('GET', path`/api/links/${key}`, { signal })

export const changeLink = (key: string, body: { url?: string; expiresAt?: string; redirect?: number }) => call<Link>('PATCH', path`/api/links/${key}`, { body })

export const deleteLink = (key: string) => call<void>('DELETE', path`/api/links/${key}`)

export const linkStats = (key: string, signal?: AbortSignal) => call<LinkStats>('GET', path`/api/links/${key}/stats`, { signal })

/** The short URL's QR code, an SVG. */
export const linkQr = (key: string, signal?: AbortSignal) => callForText(path`/api/links/${key}/qr`, signal)
