import { may } from '../api/may'
import { announce } from '../ui/announce'
import { ConfirmButton } from '../ui/Confirm'
import { Badge, Button, count } from '../ui/controls'
import { useAction } from '../ui/hooks'
import { More } from '../ui/More'
import { Empty, Loading, Section } from '../ui/Page'
import { fromNow, Time } from '../ui/Time'
import { useList } from '../ui/useList'
import { cancelScheduled, listScheduled, type ScheduledMessage } from './api'
import { MessageContent } from './MessageCard'

/** Messages that wait for their time, the next first, and taking one back. */
export function ScheduledSection({ topic }: { topic: string }) {
  const waiting = useList((after, signal) => listScheduled(topic, after, signal), [topic])
  return (
    <Section title="Delayed messages" lead={leadOf(waiting.data, waiting.hasMore)} actions={(
      <Button small busy={waiting.loading} label="Refresh delayed messages" onClick={waiting.refresh}>Refresh</Button>
    )}>
      <Loading of={waiting} what="delayed messages">{items => items.length === 0
        ? <Empty title="No delayed messages">A message published with a delay waits here for its time.</Empty>
        : <ul class="messages" aria-label="Delayed messages">{items.map(message => <Waiting key={message.id} topic={topic} message={message} onGone={waiting.refresh} />)}</ul>}</Loading>
      <More of={waiting} />
    </Section>
  )
}

const leadOf = (items: readonly ScheduledMessage[] | undefined, hasMore: boolean) => items?.[0]
  && `${hasMore ? 'More than ' : ''}${count(items.length)} ${items.length === 1 ? 'waits' : 'wait'}. The next is due ${fromNow(items[0].deliverAt)}.`

function Waiting({ topic, message, onGone }: { topic: string; message: ScheduledMessage; onGone: () => void }) {
  const cancel = useAction(async () => {
    await cancelScheduled(topic, message.id)
    announce(`Message ${message.id} is cancelled.`)
    onGone()
  })
  return (
    <li class="message">
      <div class="message-head">
        <strong class="mono break">{message.id}</strong>
        <span>due <Time at={message.deliverAt} exactly /></span>
        <span class="row-note">sent <Time at={message.acceptedAt} exactly /></span>
        <span class="actions">{message.moving ? <Badge>being delivered</Badge> : (
          <ConfirmButton small label="Cancel" name={`Cancel message ${message.id}`} title="Cancel this message?" confirm="Cancel message" dismiss="Keep message" action={cancel}>
            <p>Message <span class="mono break">{message.id}</span> will not be delivered to anybody. This cannot be undone.</p>
          </ConfirmButton>
        )}</span>
      </div>
      {may('subscribe', topic) && (
        <details>
          <summary>Inspect<span class="visually-hidden"> message {message.id}</span></summary>
          <div class="letter"><MessageContent message={message} name={message.id} /></div>
        </details>
      )}
    </li>
  )
}
