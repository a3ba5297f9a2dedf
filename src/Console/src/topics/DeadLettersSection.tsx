import { useRef, useState } from 'preact/hooks'
import { announce } from '../ui/announce'
import { ConfirmButton } from '../ui/Confirm'
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

/** Messages that could not be delivered: why, once more, and away with them. */
export function DeadLettersSection({ topic, name }: { topic: string; name: string }) {
  const at = subscriptionAt(topic, name)
  const letters = useList(at.deadLetters, [topic, name])
  const [progress, setProgress] = useState<Progress>()
  const stopping = useRef(false)
  const replay = async (ids?: string[]) => taken(await at.replay(ids))
  const discard = async (ids?: string[]) => taken(await at.discard(ids))
  const told = (done: number, remaining: number, what: string) => {
    announce(`${count(done)} ${what}${remaining > 0 ? `, ${count(remaining)} are left` : ''}.`)
    letters.refresh()
  }
  const takeOne = async (id: string, take: typeof replay, what: string) => {
    const { done, remaining } = await take([id])
    told(done, remaining, what)
  }
  // The server takes so many at a time.
  const takeAll = async (take: typeof replay, label: string, what: string) => {
    let all = 0
    stopping.current = false
    try {
      for (;;) {
        const { done, remaining } = await take()
        all += done
        if (remaining === 0 || done === 0 || stopping.current) return told(all, remaining, what)
        setProgress({ label, done: all, of: all + remaining })
      }
    } finally {
      setProgress(undefined)
    }
  }
  const replayOne = useAction((id: string) => takeOne(id, replay, replayed))
  const replayAll = useAction(() => takeAll(replay, 'Dead letters replayed', replayed))
  const discardAll = useAction(() => takeAll(discard, 'Dead letters discarded', discarded))
  return (
    <Section title="Dead letters" actions={(
      <>
        <Button small busy={letters.loading} label="Refresh dead letters" onClick={letters.refresh}>Refresh</Button>
        {letters.data && letters.data.length > 0 && (
          <>
            <Button small busy={replayAll.busy} onClick={() => { void replayAll.run() }}>Replay all</Button>
            <ConfirmButton small label="Discard all" title={`Discard all dead letters of ${name}?`} confirm="Discard them" action={discardAll}>
              <p>They will never be delivered. This cannot be undone.</p>
            </ConfirmButton>
          </>
        )}
      </>
    )}>
      {progress && <ProgressBar of={progress} onStop={() => { stopping.current = true }} />}
      {[replayOne.problem, replayAll.problem].map(problem => problem && <ProblemNotice problem={problem} />)}
      <Loading of={letters} what="dead letters">{items => items.length === 0
        ? <Empty title="No dead letters">Every message so far was delivered, or still may be.</Empty>
        : (
          <ul class="messages">
            {items.map(letter => (
              <Letter
                key={`${letter.id} ${letter.sequence}`} letter={letter} busy={replayOne.busy}
                onReplay={() => { void replayOne.run(idOf(letter, items)) }} onDiscard={() => takeOne(idOf(letter, items), discard, discarded)}
              />
            ))}
          </ul>
        )}</Loading>
      <More of={letters} />
    </Section>
  )
}

const replayed = 'will be delivered again'
const discarded = 'discarded'

const taken = ({ remaining, ...how }: { remaining: number } & ({ replayed: number } | { discarded: number })) =>
  ({ done: 'replayed' in how ? how.replayed : how.discarded, remaining })

// Where several letters have one id, their numbers tell them apart.
const idOf = (letter: DeadLetter, all: readonly DeadLetter[]) => all.filter(each => each.id === letter.id).length > 1 ? String(letter.sequence) : letter.id

interface LetterProps { letter: DeadLetter; busy: boolean; onReplay: () => void; onDiscard: () => Promise<void> }

function Letter({ letter, busy, onReplay, onDiscard }: LetterProps) {
  const discard = useAction(onDiscard)
  return (
    <li class="message">
      <div class="message-head">
        <strong>#{letter.sequence}</strong>
        <span>{letter.reason ?? 'could not be delivered'}</span>
        <span class="row-note">after {letter.attempts ?? '?'} {letter.attempts === 1 ? 'attempt' : 'attempts'} · published <Time at={letter.publishedAt} exactly /></span>
        <span class="actions">
          <Button small label={`Replay message ${letter.sequence}`} busy={busy} onClick={onReplay}>Replay</Button>
          <ConfirmButton small label="Discard" name={`Discard message ${letter.sequence}`} title={`Discard message ${letter.sequence}?`} confirm="Discard it" action={discard}>
            <p>It will never be delivered. This cannot be undone.</p>
          </ConfirmButton>
        </span>
      </div>
      <details>
        <summary>Inspect<span class="visually-hidden"> message {letter.sequence}</span></summary>
        <div class="letter">
          <Facts facts={[['Last status', letter.lastStatus ?? 'no answer'], ['Message id', <span class="mono break">{letter.messageId}</span>]]} />
          <MessageContent message={letter} name={letter.sequence} />
        </div>
      </details>
    </li>
  )
}
