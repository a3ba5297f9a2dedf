import { isAdmin, mayForSome } from '../api/may'
import type { IconName } from '../ui/Icon'

interface Area { name: string; label: string; icon: IconName; allowed: () => boolean }

/** The parts of the console, the first that the key may enter first. */
const all: readonly Area[] = [
  { name: 'links', label: 'Links', icon: 'links', allowed: () => mayForSome('links') },
  { name: 'limits', label: 'Rate limits', icon: 'limits', allowed: () => mayForSome('ratelimit.manage') || mayForSome('ratelimit.check') },
  { name: 'topics', label: 'Topics', icon: 'topics', allowed: () => ['topics.manage', 'subscribe', 'publish'].some(mayForSome) },
  { name: 'keys', label: 'Keys', icon: 'keys', allowed: isAdmin },
  { name: 'audit', label: 'Audit', icon: 'audit', allowed: isAdmin },
]

/** What the key may enter: nothing else is offered. */
export const areas = () => all.filter(area => area.allowed())

export const home = () => areas()[0]?.name

/** Whether the key may not enter an area that there is. */
export const isClosed = (name: string) => all.some(area => area.name === name && !area.allowed())
