import { mergePatch } from '../api/mergePatch'
import { announce } from '../ui/announce'
import { Button } from '../ui/controls'
import { CheckField, DurationField, SelectField, TextField } from '../ui/fields'
import { Form } from '../ui/Form'
import { useAction, useFields } from '../ui/hooks'
import { type Subscription, subscriptionAt } from './api'
import { PairsField } from './PairsField'
import { bodyOf, fieldsOf } from './subscriptionFields'

interface Props {
  topic: string
  /** Null to make one. */
  subscription: Subscription | null
  onSaved: (subscription: Subscription) => void
}

export function SubscriptionForm({ topic, subscription, onSaved }: Props) {
  const { values, bind, set } = useFields(fieldsOf(subscription))
  const save = useAction(async () => {
    const at = subscriptionAt(topic, values.name)
    // What the form does not show stays as it is.
    const saved = await (subscription === null
      ? at.make(bodyOf(values, null))
      : at.change(mergePatch(bodyOf(fieldsOf(subscription), subscription), bodyOf(values, subscription)), subscription))
    announce(`Subscription ${saved.name} saved.`)
    onSaved(saved)
  })
  return (
    <Form onSubmit={() => { void save.run() }} problem={save.problem}>
      <div class="grid">
        {subscription === null && <TextField {...bind('name')} label="Name" mono hint="Letters, digits, dots, dashes and underscores" />}
        <SelectField {...bind('mode')} name="delivery.mode" label="Delivery" choices={[['pull', 'Pull: consumers ask'], ['push', 'Push: sent to an endpoint']]} />
        {values.mode === 'push' && <TextField {...bind('endpoint')} name="delivery.endpoint" label="Endpoint" inputMode="url" mono placeholder="https://example.com/hook" />}
        {subscription === null && <SelectField {...bind('start')} name={values.start === 'time' ? 'start.from' : 'start'} label="Starts with" choices={[['latest', 'what is published from now on'], ['earliest', 'everything still kept'], ['time', 'what was published since a time']]} />}
        {values.start === 'time' && <TextField {...bind('startTime')} name="start" label="Since" type="datetime-local" />}
      </div>
      {values.mode === 'push' && <CheckField {...bind('batch')} name="delivery.batch" label="Send several messages in one request" />}
      <CheckField {...bind('ordered')} label="Keep the order of messages with one ordering key" />
      <details>
        <summary>Deadlines, retries and filter</summary>
        <div class="grid">
          <DurationField {...bind('ackDeadline')} label="Acknowledge within" />
          <DurationField {...bind('minBackoff')} name="retry.minBackoff" label="First retry after" hint="The server's default when empty" />
          <DurationField {...bind('maxBackoff')} name="retry.maxBackoff" label="Longest wait for a retry" hint="The server's default when empty" />
          <TextField {...bind('maxAttempts')} name="retry.maxAttempts" label="Attempts" inputMode="numeric" hint="The server's default when empty" />
          <SelectField {...bind('onExhausted')} label="After the last attempt" choices={[['deadLetter', 'keep as a dead letter'], ['drop', 'drop'], ['block', 'block (with order only)']]} />
          {values.onExhausted === 'deadLetter' && <TextField {...bind('deadLetterTopic')} label="Dead-letter topic" mono hint="The subscription's own list when empty" />}
        </div>
        <PairsField name="filter" label="Only messages whose attributes match" pairs={values.filter} onChange={filter => set({ filter })} conditions />
      </details>
      <Button kind="primary" busy={save.busy}>{save.busy ? 'Saving…' : subscription === null ? 'Create subscription' : 'Save settings'}</Button>
    </Form>
  )
}
