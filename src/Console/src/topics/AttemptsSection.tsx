import { useState } from 'preact/hooks'
import { announce } from '../ui/announce'
import { Badge, Button } from '../ui/controls'
import { spokenIso } from '../ui/duration'
import { useAction } from '../ui/hooks'
import { More } from '../ui/More'
import { Empty, Loading, Section } from '../ui/Page'
import { ProblemNotice } from '../ui/ProblemNotice'
import { Time } from '../ui/Time'
import { useList } from '../ui/useList'
import { type Attempt, type Retried, subscriptionAt } from './api'

interface Props {
  topic: string
  name: string
  /** Asked for again when it changes: what applies does too. */
  paused: boolean | undefined
}

/** What was sent to the endpoint, how it answered, and once more at once. */
export function AttemptsSection({ topic, name, paused }: Props) {
  const at = subscriptionAt(topic, name)
  const [failed, setFailed] = useState(false)
  const [hint, setHint] = useState<string>()
  const attempts = useList(async (after, signal) => {
    const page = await at.attempts(failed, after, signal)
    setHint(page.hint)
    return page
  }, [topic, name, failed, paused])
  const retry = useAction(async (ids?: string[]) => {
    announce(toldOf(await at.retry(ids)))
    attempts.refresh()
  })
  return (
    <Section title="Attempts" lead="What was sent to the endpoint in the last 3 days, the newest first." actions={(
      <>
        <label class="inline-check"><input type="checkbox" checked={failed} onChange={event => setFailed(event.currentTarget.checked)} /> Failed only</label>
        <Button small busy={attempts.loading} label="Refresh attempts" onClick={attempts.refresh}>Refresh</Button>
        <Button small busy={retry.busy} onClick={() => { void retry.run() }}>Retry all now</Button>
      </>
    )}>
      {hint && <p class="notice">{hint}</p>}
      {retry.problem && <ProblemNotice problem={retry.problem} />}
      <Loading of={attempts} what="attempts">{items => items.length === 0
        ? <Empty title={failed ? 'No failed attempts' : 'No attempts'}>{failed ? 'No delivery has failed lately.' : 'Nothing was delivered lately.'}</Empty>
        : <ul class="list attempts">{items.map((attempt, i) => <Row key={i} attempt={attempt} busy={retry.busy} onRetry={() => { void retry.run([attempt.messageId]) }} />)}</ul>}</Loading>
      <More of={attempts} />
    </Section>
  )
}

/** What a retry did, for people. */
export const toldOf = ({ retried, hint }: Retried) => retried === 0
  ? 'Nothing waits to be delivered again.'
  : `${retried} ${retried === 1 ? 'message is' : 'messages are'} ${hint ? `due now. ${hint}` : 'delivered again now.'}`

function Row({ attempt, busy, onRetry }: { attempt: Attempt; busy: boolean; onRetry: () => void }) {
  const good = attempt.status !== null && attempt.status >= 200 && attempt.status < 300
  return (
    <li class="row attempt-row">
      <span class="row-main"><strong>#{attempt.sequence}</strong> <span class="mono muted break">{attempt.messageId}</span></span>
      <span class="row-wide wrap" title={attempt.answer ?? undefined}><Badge kind={good ? 'good' : 'bad'}>{attempt.status ?? attempt.fault ?? 'no answer'}</Badge>{!good && attempt.answer && <span class="row-note break">{attempt.answer.slice(0, 200)}</span>}</span>
      <span class="row-note row-facts"><span>attempt {attempt.attempt}</span><span>took {spokenIso(attempt.duration)}</span><Time at={attempt.at} exactly /></span>
      <span>{!good && <Button small busy={busy} label={`Retry now: message ${attempt.sequence}`} onClick={onRetry}>Retry now</Button>}</span>
    </li>
  )
}
