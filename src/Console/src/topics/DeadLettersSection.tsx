import { useRef, useState } from 'preact/hooks'
import { announce } from '../ui/announce'
import { Button, count, Facts } from '../ui/controls'
import { useAction } from '../ui/hooks'
import { More } from '../ui/More'
import { Empty, Loading, Section } from '../ui/Page'
import { ProblemNotice } from '../ui/ProblemNotice'
import { ProgressBar } from '../ui/ProgressBar'
import { Time } from '../ui/Time'
import type { Progress } from '../ui/useBulk'
import { useList } from '../ui/useList'
import { type DeadLetter, subscriptionAt } from './api'
import { MessageContent } from './MessageCard'

/** Messages that could not be delivered: why, and once more. */
export function DeadLettersSection({ topic, name }: { topic: string; name: string }) {
  const at = subscriptionAt(topic, name)
  const letters = useList(at.deadLetters, [topic, name])
  const [progress, setProgress] = useState<Progress>()
  const stopping = useRef(false)
  const told = (replayed: number, remaining: number) => {
    announce(`${count(replayed)} will be delivered again${remaining > 0 ? `, ${count(remaining)} are left` : ''}.`)
    letters.refresh()
  }
  const replay = useAction(async (ids: string[]) => {
    const { replayed, remaining } = await at.replay(ids)
    told(replayed, remaining)
  })
  // The server takes so many at a time.
  const replayAll = useAction(async () => {
    let done = 0
    stopping.current = false
    try {
      for (;;) {
        const { replayed, remaining } = await at.replay()
        done += replayed
        if (remaining === 0 || replayed === 0 || stopping.current) return told(done, remaining)
        setProgress({ label: 'Dead letters replayed', done, of: done + remaining })
      }
    } finally {
      setProgress(undefined)
    }
  })
  return (
    <Section title="Dead letters" actions={(
      <>
        <Button small busy={letters.loading} label="Refresh dead letters" onClick={letters.refresh}>Refresh</Button>
        {letters.data && letters.data.length > 0 && (
          <Button small busy={replayAll.busy} onClick={() => { void replayAll.run() }}>Replay all</Button>
        )}
      </>
    )}>
      {progress && <ProgressBar of={progress} onStop={() => { stopping.current = true }} />}
      {[replay.problem, replayAll.problem].map(problem => problem && <ProblemNotice problem={problem} />)}
      <Loading of={letters} what="dead letters">{items => items.length === 0
        ? <Empty title="No dead letters">Every message so far was delivered, or still may be.</Empty>
        : (
          <ul class="messages">
            {items.map(letter => (
              <Letter
                key={`${letter.id} ${letter.sequence}`} letter={letter} busy={replay.busy} onReplay={() => { void replay.run([idOf(letter, items)]) }}
              />
            ))}
          </ul>
        )}</Loading>
      <More of={letters} />
    </Section>
  )
}

// Where several letters have one id, their numbers tell them apart.
const idOf = (letter: DeadLetter, all: readonly DeadLetter[]) => all.filter(each => each.id === letter.id).length > 1 ? String(letter.sequence) : letter.id

interface LetterProps { letter: DeadLetter; busy: boolean; onReplay: () => void }

function Letter({ letter, busy, onReplay }: LetterProps) {
  return (
    <li class="message">
      <div class="message-head">
        <strong>#{letter.sequence}</strong>
        <span>{letter.reason ?? 'could not be delivered'}</span>
        <span class="row-note">after {letter.attempts ?? '?'} {letter.attempts === 1 ? 'attempt' : 'attempts'} · published <Time at={letter.publishedAt} exactly /></span>
        <span class="actions">
          <Button small label={`Replay message ${letter.sequence}`} busy={busy} onClick={onReplay}>Replay</Button>
        </span>
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
}
