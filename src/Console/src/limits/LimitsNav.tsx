import { mayForSome } from '../api/may'
import { href } from '../app/router'

const parts = [['rules', 'Rules', 'ratelimit.manage'], ['apis', 'APIs', 'ratelimit.manage'], ['check', 'Try a check', 'ratelimit.check']] as const

/** The pages on rate limits. */
export const LimitsNav = ({ at }: { at: typeof parts[number][0] }) => (
  <nav class="tabs" aria-label="Rate limits">
    <ul>{parts.filter(([, , permission]) => mayForSome(permission)).map(([part, label]) => <li key={part}><a href={href('limits', part)} aria-current={part === at ? 'page' : undefined}>{label}</a></li>)}</ul>
  </nav>
)
