import { announce } from '../ui/announce'
import { Button } from '../ui/controls'
import { CheckField, SelectField, TextField } from '../ui/fields'
import { Field, Form } from '../ui/Form'
import { useAction, useFields } from '../ui/hooks'
import { type Api, type Operation, putApi } from './api'
import { methods } from './words'

interface Props {
  /** Null to make one. */
  api: Api | null
  onSaved: (api: Api) => void
}

const blank: Operation = { op: '', method: 'GET', route: '' }

export function ApiForm({ api, onSaved }: Props) {
  const { values, bind, set } = useFields({ name: api?.name ?? '', upstream: api?.upstream ?? '', requireKey: api?.requireKey ?? false, operations: api?.operations ?? [blank] })
  const save = useAction(async () => {
    const saved = await putApi(values.name, {
      ...(values.upstream.trim() === '' ? {} : { upstream: values.upstream.trim() }), requireKey: values.requireKey, operations: values.operations,
    }, api)
    announce(`API ${saved.name} saved.`)
    onSaved(saved)
  })
  const change = (index: number, operation: Partial<Operation>) =>
    set({ operations: values.operations.map((old, i) => i === index ? { ...old, ...operation } : old) })
  return (
    <Form onSubmit={() => { void save.run() }} problem={save.problem}>
      <div class="grid">
        {api === null && <TextField {...bind('name')} label="Name" mono hint="In the gateway's addresses: /gateway/NAME/..." />}
        <TextField {...bind('upstream')} label="Upstream" inputMode="url" mono placeholder="https://api.example.com/" hint="Where the gateway forwards to; nowhere when empty" />
      </div>
      <CheckField {...bind('requireKey')} label="Callers need an API key of this server" />
      <fieldset>
        <legend>Operations</legend>
        {values.operations.map((operation, i) => (
          <Field key={i} name={`operations[${i}]`} label={`Operation ${i + 1}`} group>{({ id }) => (
            <div class="operation" id={id} role="group" aria-label={`Operation ${i + 1}`}>
              <TextField name={`operations[${i}].op`} label="Operation name" mono value={operation.op} onChange={op => change(i, { op })} />
              <SelectField name={`operations[${i}].method`} label="Method" value={operation.method} onChange={method => change(i, { method })} choices={methods} />
              <TextField name={`operations[${i}].route`} label="Route" mono placeholder="orders/{id}" value={operation.route} onChange={route => change(i, { route })} />
              <Button small label={`Remove operation ${i + 1}`} onClick={() => set({ operations: values.operations.filter((_, j) => j !== i) })}>Remove</Button>
            </div>
          )}</Field>
        ))}
        <Button small onClick={() => set({ operations: [...values.operations, blank] })}>Add an operation</Button>
      </fieldset>
      <Button kind="primary" busy={save.busy}>{save.busy ? 'Saving…' : api === null ? 'Create API' : 'Save API'}</Button>
    </Form>
  )
}
