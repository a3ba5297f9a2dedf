import type { Choice } from '../ui/fields'

export const algorithms: readonly Choice[] = [
  ['slidingWindowCounter', 'Sliding window counter'], ['fixedWindow', 'Fixed window'], ['slidingWindowLog', 'Sliding window log'], ['tokenBucket', 'Token bucket'],
]
export const timeUnits: readonly Choice[] = [['second', 'second'], ['minute', 'minute'], ['hour', 'hour'], ['day', 'day'], ['week', 'week (from Monday)'], ['month', 'month']]
export const identities: readonly Choice[] = [['user', 'User'], ['apiKey', 'API key'], ['ip', 'IP address'], ['header', 'A header'], ['global', 'Everybody together']]
export const failures: readonly Choice[] = [['open', 'Open: count in memory'], ['closed', 'Closed: refuse']]
export const modes: readonly Choice[] = [['enforce', 'Enforce'], ['dryRun', 'Dry run: only report']]
export const methods: readonly Choice[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].map(name => [name, name] as const).concat([['*', 'Any']])

export const labelOf = (choices: readonly Choice[], value: string) => choices.find(([key]) => key === value)?.[1] ?? value

export const identityLabel = (words: string) => words.startsWith('header:') ? `header ${words.slice(7)}` : labelOf(identities, words).toLowerCase().replace('ip', 'IP').replace('api', 'API')
