import { announce } from '../ui/announce'
import { Button, Facts } from '../ui/controls'
import { useAction } from '../ui/hooks'
import { More } from '../ui/More'
import { Empty, Loading, Section } from '../ui/Page'
import { ProblemNotice } from '../ui/ProblemNotice'
import { useList } from '../ui/useList'
import { type DeadLetter, subscriptionAt } from './api'
import { MessageCard } from './MessageCard'

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
  <MessageCard
    message={letter} note={letter.reason ?? 'could not be delivered'}
    actions={<Button small label={`Replay message ${letter.sequence}`} busy={busy} onClick={onReplay}>Replay</Button>}
  >
    <Facts facts={[['Attempts', letter.attempts ?? '-'], ['Last status', letter.lastStatus ?? '-'], ['Message', <span class="mono break">{letter.messageId}</span>]]} />
  </MessageCard>
)
