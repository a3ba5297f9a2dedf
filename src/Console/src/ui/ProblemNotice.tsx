import type { Problem } from '../api/problem'
import { Icon } from './Icon'

interface Props {
  problem: Problem
  /** Errors of fields that are not shown elsewhere. */
  fields?: Readonly<Record<string, string[]>>
  /** In place of the problem's own. */
  detail?: string
  onRetry?: () => void
}

/** What the server refused, and what to do about it. */
export const ProblemNotice = ({ problem, fields = problem.errors, detail = problem.detail, onRetry }: Props) => (
  <div class="problem" role="alert" tabIndex={-1}>
    <Icon name="warning" />
    <div>
      <p><strong>{problem.message}</strong></p>
      {detail && <p>{detail}</p>}
      {Object.keys(fields).length > 0 && (
        <ul>{Object.entries(fields).map(([field, reasons]) => <li key={field}><code>{field}</code> {reasons.join(' ')}</li>)}</ul>
      )}
      {onRetry && <button type="button" class="button small" onClick={onRetry}>Try again</button>}
    </div>
  </div>
)
