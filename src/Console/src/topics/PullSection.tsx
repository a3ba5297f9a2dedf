import { useState } from 'preact/hooks'
import { numberOf } from '../limits/api'
import { announce } from '../ui/announce'
import { Button } from '../ui/controls'
import { SelectField, TextField } from '../ui/fields'
import { Form } from '../ui/Form'
import { useAction, useFields } from '../ui/hooks'
import { Empty, Section } from '../ui/Page'
import { ProblemNotice } from '../ui/ProblemNotice'
import { type PulledMessage, subscriptionAt } from './api'
import { MessageCard } from './MessageCard'

/** Pulls messages, looks into them, and acknowledges them or gives them back. */
export function PullSection({ topic, name }: { topic: string; name: string }) {
  const at = subscriptionAt(topic, name)
  const { values, bind } = useFields({ max: '10', wait: 'PT0S' })
  const [held, setHeld] = useState<readonly PulledMessage[]>()
  const pull = useAction(async () => {
    const { messages } = await at.pull({ max: numberOf(values.max), wait: values.wait })
    setHeld(old => [...(old ?? []).filter(message => !messages.some(each => each.ackId === message.ackId)), ...messages])
    announce(messages.length === 0 ? 'No messages wait.' : `${messages.length} ${messages.length === 1 ? 'message' : 'messages'} pulled.`)
  })
  const settle = useAction(async (messages: readonly PulledMessage[], how: 'acknowledge' | 'giveBack') => {
    const { results } = await at[how](messages.map(message => message.ackId))
    const done = results.filter(result => result.status === 'acknowledged' || result.status === 'returned').length
    setHeld(old => (old ?? []).filter(message => !results.some(result => result.ackId === message.ackId)))
    announce(`${done} ${how === 'acknowledge' ? 'acknowledged' : 'given back'}${done < results.length ? `, ${results.length - done} too late: they will be delivered again` : ''}.`)
  })
  return (
    <Section title="Messages" lead="Pulled messages are yours until the acknowledge deadline; then they are delivered again.">
      <Form onSubmit={() => { void pull.run() }} problem={pull.problem} class="row-form">
        <TextField {...bind('max')} label="At most" inputMode="numeric" />
        <SelectField {...bind('wait')} label="If none wait" choices={[['PT0S', 'do not wait'], ['PT5S', 'wait 5 seconds'], ['PT20S', 'wait 20 seconds']]} />
        <Button kind="primary" busy={pull.busy}>{pull.busy ? 'Pulling…' : 'Pull'}</Button>
        {held && held.length > 0 && <Button busy={settle.busy} onClick={() => { void settle.run(held, 'acknowledge') }}>Acknowledge all</Button>}
      </Form>
      {settle.problem && <ProblemNotice problem={settle.problem} />}
      {held && (held.length === 0
        ? <Empty title="Nothing in hand">Pull again to see whether something has come.</Empty>
        : (
          <ul class="messages">
            {held.map(message => (
              <MessageCard key={message.ackId} message={message} note={`attempt ${message.attempt}`} actions={(
                <>
                  <Button small label={`Acknowledge message ${message.sequence}`} busy={settle.busy} onClick={() => { void settle.run([message], 'acknowledge') }}>Acknowledge</Button>
                  <Button small label={`Give back message ${message.sequence}`} busy={settle.busy} onClick={() => { void settle.run([message], 'giveBack') }}>Give back</Button>
                </>
              )} />
            ))}
          </ul>
        ))}
    </Section>
  )
}
