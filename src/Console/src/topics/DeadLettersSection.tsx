import { announce } from '../ui/announce'
import { Button, Facts } from '../ui/controls'
import { useAction } from '../ui/hooks'
import { More } from '../ui/More'
import { Empty, Loading, Section } from '../ui/Page'
import { ProblemNotice } from '../ui/ProblemNotice'
import { Time } from '../ui/Time'
import { useList } from '../ui/useList'
import { type DeadLetter, subscriptionAt } from './api'
import { MessageContent } from './MessageCard'

/** Messages that could not be delivered: why, and once more. */
export function DeadLettersSection({ topic, name }: { topic: string; name: string }) {
  const at = subscriptionAt(topic, name)
  const letters = useList(at.deadLetters, [topic, name])
  const replay = useAction(async (ids?: string[]) => {
    const { replayed, remaining } = await at.replay(ids)
    announce(`${replayed} will be delivered again${remaining > 0 ? `, ${remaining} are left` : ''}.`)
    letters.refresh()
  })
  return (
    <Section title="Dead letters" actions={(
      <>
        <Button small busy={letters.loading} label="Refresh dead letters" onClick={letters.refresh}>Refresh</Button>
        {letters.data && letters.data.length > 0 && <Button small busy={replay.busy} onClick={() => { void replay.run() }}>Replay all</Button>}
      </>
    )}>
      {replay.problem && <ProblemNotice problem={replay.problem} />}
      <Loading of={letters} what="dead letters">{items => items.length === 0
        ? <Empty title="No dead letters">Every message so far was delivered, or still may be.</Empty>
        : <ul class="messages">{items.map(letter => <Letter key={letter.id} letter={letter} busy={replay.busy} onReplay={() => { void replay.run([letter.id]) }} />)}</ul>}</Loading>
      <More of={letters} />
    </Section>
  )
}

const Letter = ({ letter, busy, onReplay }: { letter: DeadLetter; busy: boolean; onReplay: () => void }) => (
  <li class="message">
    <div class="message-head">
      <strong>#{letter.sequence}</strong>
      <span>{letter.reason ?? 'could not be delivered'}</span>
      <span class="row-note">after {letter.attempts ?? '?'} {letter.attempts === 1 ? 'attempt' : 'attempts'} · published <Time at={letter.publishedAt} exactly /></span>
      <span class="actions"><Button small label={`Replay message ${letter.sequence}`} busy={busy} onClick={onReplay}>Replay</Button></span>
    </div>
    <details>
      <summary>Inspect<span class="visually-hidden"> message {letter.sequence}</span></summary>
      <div class="letter">
        <Facts facts={[['Last status', letter.lastStatus ?? 'no answer'], ['Message id', <span class="mono break">{letter.messageId}</span>]]} />
        <MessageContent message={letter} />
      </div>
    </details>
  </li>
)
