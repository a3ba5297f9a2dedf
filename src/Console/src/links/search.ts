import { everybody, type LinkFilter } from './api'

/** What a text may mean where links are searched: one exact key, and lists that the server keeps. */
export interface Search { key: string | null; lists: { title: string; filter: LinkFilter }[] }

const key = /^[A-Za-z0-9_-]{1,64}$/
const longestTag = 50

/** Reads a key, a short or long URL, a host or a tag. */
export function searchOf(text: string, owner: string): Search {
  const words = text.trim()
  const url = /^https?:\/\//i.test(words) ? URL.parse(words) : null
  const last = url ? url.pathname.slice(1) : words
  const host = url ? url.hostname : words
  const lists: Search['lists'] = []
  // Everybody's links are in no such list.
  if (owner !== everybody) {
    if (/^[^\s/?#@,]+$/.test(host) && host.length <= 253) lists.push({ title: `Leading to ${host}`, filter: { owner, q: host } })
    if (!url && words.length <= longestTag && !words.includes(',')) lists.push({ title: `Tagged ${words}`, filter: { owner, tag: words } })
  }
  return { key: key.test(last) ? last : null, lists }
}
