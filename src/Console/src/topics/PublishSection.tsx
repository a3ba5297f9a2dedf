import { Problem } from '../api/problem'
import { announce } from '../ui/announce'
import { Button } from '../ui/controls'
import { TextField } from '../ui/fields'
import { Form } from '../ui/Form'
import { useAction, useFields } from '../ui/hooks'
import { Section } from '../ui/Page'
import { publish } from './api'
import { PairsField, pairsToObject, type Pair } from './PairsField'

/** Publishes a message. */
export function PublishSection({ topic }: { topic: string }) {
  const { values, bind, set } = useFields({ data: '{\n  "hello": "world"\n}', orderingKey: '', messageId: '', attributes: [] as Pair[] })
  const send = useAction(async () => {
    const result = await publish(topic, {
      data: parse(values.data),
      ...(values.attributes.length > 0 ? { attributes: pairsToObject(values.attributes) } : {}),
      ...(values.orderingKey === '' ? {} : { orderingKey: values.orderingKey }),
      ...(values.messageId === '' ? {} : { messageId: values.messageId }),
    })
    announce(result.duplicate ? `Message ${result.id} had been published before.` : `Published as message ${result.sequence} (${result.id}).`)
  })
  return (
    <Section title="Publish">
      <Form onSubmit={() => { void send.run() }} problem={send.problem}>
        <TextField {...bind('data')} label="Data" rows={5} mono hint="Any JSON" />
        <details>
          <summary>Attributes, ordering key and id</summary>
          <PairsField name="attributes" label="Attributes" pairs={values.attributes} onChange={attributes => set({ attributes })} />
          <div class="grid">
            <TextField {...bind('orderingKey')} label="Ordering key" mono hint="Messages of one key arrive in order, where asked for" />
            <TextField {...bind('messageId')} label="Message id" mono hint="The same id again is published once" />
          </div>
        </details>
        <Button kind="primary" busy={send.busy}>{send.busy ? 'Publishing…' : 'Publish'}</Button>
      </Form>
    </Section>
  )
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Problem(400, { title: 'The data is not JSON.', detail: String(error), errors: { data: ['must be JSON: a text needs quotes around it.'] } })
  }
}
