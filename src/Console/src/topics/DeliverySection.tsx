import { announce } from '../ui/announce'
import { Button } from '../ui/controls'
import { SelectField, TextField } from '../ui/fields'
import { Form } from '../ui/Form'
import { useAction, useFields } from '../ui/hooks'
import { Section } from '../ui/Page'
import { type Subscription, subscriptionAt } from './api'

/** Switches between pull and push. */
export function DeliverySection({ subscription, onSaved }: { subscription: Subscription; onSaved: (changed: Subscription) => void }) {
  const { topic, name, delivery } = subscription
  const { values, bind } = useFields({ mode: delivery.mode as string, endpoint: delivery.endpoint ?? '' })
  const change = useAction(async () => {
    const changed = await subscriptionAt(topic, name).change({ delivery: values.mode === 'push' ? { mode: 'push', endpoint: values.endpoint.trim() } : { mode: 'pull' } })
    announce(changed.delivery.mode === 'push' ? `Messages are pushed to ${changed.delivery.endpoint}.` : 'Messages wait to be pulled.')
    onSaved(changed)
  })
  return (
    <Section title="Delivery" lead={stateOf(subscription)}>
      <Form onSubmit={() => { void change.run() }} problem={change.problem}>
        <SelectField {...bind('mode')} name="delivery.mode" label="Mode" choices={[['pull', 'Pull'], ['push', 'Push']]} />
        {values.mode === 'push' && <TextField {...bind('endpoint')} name="delivery.endpoint" label="Endpoint" inputMode="url" mono placeholder="https://example.com/hook" />}
        <Button busy={change.busy}>Change delivery</Button>
      </Form>
    </Section>
  )
}

const stateOf = ({ delivery, verified }: Subscription) => delivery.mode === 'pull'
  ? 'Consumers pull. Nothing gets lost by a switch.'
  : verified === false ? 'The endpoint has not agreed to receive messages yet.' : 'Messages are pushed. Nothing gets lost by a switch.'
