/** What a key may be allowed, as the server calls it and as people do. */
export const permissions = [
  { name: 'links', label: 'Make and manage its own links' },
  { name: 'publish', label: 'Publish messages', on: 'topics' },
  { name: 'subscribe', label: 'Receive and settle messages', on: 'topics' },
  { name: 'topics.manage', label: 'Manage topics and subscriptions', on: 'topics' },
  { name: 'ratelimit.check', label: 'Check rate limits', on: 'APIs' },
  { name: 'ratelimit.manage', label: 'Manage rules, APIs and callers', on: 'APIs' },
  { name: 'admin', label: 'Everything, also what belongs to others' },
] as const

export interface Grant { chosen: boolean; only: string }

export type Grants = Record<string, Grant>

/** The scopes of what was chosen: one for each name or prefix that it is narrowed to. */
export const scopesOf = (grants: Grants) => permissions.flatMap(({ name }) => {
  const grant = grants[name]
  if (!grant?.chosen) return []
  const only = grant.only.split(/[\s,]+/).filter(part => part !== '')
  return only.length === 0 ? [name] : only.map(part => `${name}:${part}`)
})
