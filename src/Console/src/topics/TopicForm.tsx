import { numberOf } from '../limits/api'
import { announce } from '../ui/announce'
import { Button } from '../ui/controls'
import { DurationField, SelectField, TextField } from '../ui/fields'
import { Form } from '../ui/Form'
import { useAction, useFields } from '../ui/hooks'
import { putTopic, type Topic } from './api'

interface Props {
  /** Null to make one. */
  topic: Topic | null
  onSaved: (topic: Topic) => void
}

export function TopicForm({ topic, onSaved }: Props) {
  const { values, bind } = useFields({
    name: topic?.name ?? '', shards: String(topic?.shards ?? 1), mode: topic?.retention.mode ?? 'untilAcknowledged',
    duration: topic?.retention.duration ?? 'P7D', maxAge: topic?.maxAge ?? 'P7D',
  })
  const save = useAction(async () => {
    const saved = await putTopic(values.name, {
      shards: numberOf(values.shards),
      retention: values.mode === 'keepFor' ? { mode: values.mode, duration: values.duration } : { mode: values.mode },
      ...(values.maxAge === '' ? {} : { maxAge: values.maxAge }),
    }, topic)
    announce(`Topic ${saved.name} saved.`)
    onSaved(saved)
  })
  return (
    <Form onSubmit={() => { void save.run() }} problem={save.problem}>
      <div class="grid">
        {topic === null && <TextField {...bind('name')} label="Name" mono hint="Letters, digits, dots, dashes and underscores" />}
        {topic === null && <TextField {...bind('shards')} label="Shards" inputMode="numeric" hint="How many streams it is spread over, for ever" />}
        <SelectField {...bind('mode')} name="retention" label="Messages are kept" choices={[['untilAcknowledged', 'until acknowledged'], ['keepFor', 'for a fixed time']]} />
        {values.mode === 'keepFor' && <DurationField {...bind('duration')} name="retention.duration" label="Kept for" />}
        <DurationField {...bind('maxAge')} label="Never longer than" />
      </div>
      <Button kind="primary" busy={save.busy}>{save.busy ? 'Saving…' : topic === null ? 'Create topic' : 'Save settings'}</Button>
    </Form>
  )
}
