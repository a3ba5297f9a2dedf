import { Button, count } from './controls'
import type { Progress } from './useBulk'

/** How far a long piece of work is, and a way to end it. */
export const ProgressBar = ({ of: { label, done, of }, onStop }: { of: Progress; onStop: () => void }) => (
  <div class="progress">
    <p role="status">{label}: {count(done)}{of !== null && ` of ${count(of)}`}</p>
    <progress aria-label={label} {...(of === null ? {} : { max: Math.max(of, 1), value: done })} />
    <Button small onClick={onStop}>Stop</Button>
  </div>
)
