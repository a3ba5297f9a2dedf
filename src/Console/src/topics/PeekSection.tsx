import { useState } from 'preact/hooks'
import { announce } from '../ui/announce'
import { Button } from '../ui/controls'
import { useAction } from '../ui/hooks'
import { Empty, Section } from '../ui/Page'
import { ProblemNotice } from '../ui/ProblemNotice'
import { fromNow } from '../ui/Time'
import { toldOf } from './AttemptsSection'
import { type Peeked, type PeekedMessage, subscriptionAt } from './api'
import { MessageCard } from './MessageCard'

const atOnce = 10
const atMost = 100

/** Looks at what is not done, and takes nothing. */
export function PeekSection({ topic, name }: { topic: string; name: string }) {
  const [seen, setSeen] = useState<Peeked>()
  const look = useAction(async (max: number) => {
    const peeked = await subscriptionAt(topic, name).peek(max)
    setSeen(peeked)
    announce(peeked.messages.length === 0 ? 'Nothing waits.' : `${peeked.messages.length} ${peeked.messages.length === 1 ? 'message' : 'messages'} shown. They stay where they are.`)
  })
  const retry = useAction(async () => {
    const told = toldOf(await subscriptionAt(topic, name).retry())
    await look.run(atOnce)
    // Last, because looking says what it shows.
    announce(told)
  })
  return (
    <Section title="What waits" lead="The oldest messages that are not done, without taking them." actions={(
      <>
        <Button small busy={look.busy} onClick={() => { void look.run(atOnce) }}>{look.busy ? 'Looking…' : seen ? 'Look again' : 'Look'}</Button>
        {seen?.hasMore && seen.messages.length === atOnce && <Button small busy={look.busy} onClick={() => { void look.run(atMost) }}>Show up to {atMost}</Button>}
        {seen?.messages.some(message => message.state === 'delayed') && <Button small busy={retry.busy} onClick={() => { void retry.run() }}>Deliver delayed ones now</Button>}
        {seen && <Button small onClick={() => setSeen(undefined)}>Close</Button>}
      </>
    )}>
      {[look.problem, retry.problem].map(problem => problem && <ProblemNotice problem={problem} />)}
      {seen && (seen.messages.length === 0
        ? <Empty title="Nothing waits">Every message so far is done.</Empty>
        : <ul class="messages" aria-label="Messages that wait">{seen.messages.map((message, i) => <MessageCard key={i} message={message} note={stateOf(message)} />)}</ul>)}
      {seen?.hasMore && <p class="hint">There are more.</p>}
    </Section>
  )
}

function stateOf({ state, attempts, due }: PeekedMessage) {
  const times = attempts === 0 ? '' : `, ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}`
  switch (state) {
    case 'leased': return `with a consumer${due ? `, until ${fromNow(due)}` : ''}${times}`
    case 'delayed': return `${due && Date.parse(due) > Date.now() ? `to be delivered again ${fromNow(due)}` : 'to be delivered again'}${times}`
    default: return 'waits for its turn'
  }
}
