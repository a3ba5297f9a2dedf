import { href } from '../app/router'

const parts = [['rules', 'Rules'], ['apis', 'APIs'], ['callers', 'Callers'], ['check', 'Try a check']] as const

/** The pages on rate limits. */
export const LimitsNav = ({ at }: { at: typeof parts[number][0] }) => (
  <nav class="tabs" aria-label="Rate limits">
    <ul>{parts.map(([part, label]) => <li key={part}><a href={href('limits', part)} aria-current={part === at ? 'page' : undefined}>{label}</a></li>)}</ul>
  </nav>
)
