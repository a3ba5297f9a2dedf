import { useState } from 'preact/hooks'
import { announce } from '../ui/announce'
import { Badge, Button } from '../ui/controls'
import { ConfirmButton } from '../ui/Confirm'
import { SelectField, TextField } from '../ui/fields'
import { Form } from '../ui/Form'
import { useAction, useFields } from '../ui/hooks'
import { More } from '../ui/More'
import { Empty, Loading, Page, Section } from '../ui/Page'
import { useList } from '../ui/useList'
import { type Caller, deleteCaller, listCallers, putCaller } from './api'
import { LimitsNav } from './LimitsNav'
import { identities, labelOf } from './words'

const kinds = identities.filter(([kind]) => ['user', 'apiKey', 'ip'].includes(kind))

/** What is known of callers: their plans. */
export function CallersPage() {
  const callers = useList(listCallers)
  const [chosen, setChosen] = useState<Caller | null>(null)
  const saved = () => {
    setChosen(null)
    callers.refresh()
  }
  return (
    <Page title="Rate limits" lead="Which plan a caller has, where the check does not say it.">
      <LimitsNav at="callers" />
      <Section title={chosen ? `Plan of ${chosen.id}` : 'Give a caller a plan'} actions={chosen && <Button small onClick={() => setChosen(null)}>Cancel</Button>}>
        <CallerForm key={chosen ? `${chosen.kind} ${chosen.id}` : ''} caller={chosen} onSaved={saved} />
      </Section>
      <Section title="Callers">
        <Loading of={callers} what="callers">{items => items.length === 0
          ? <Empty title="No callers">A rule may name plans; a caller without one has none.</Empty>
          : <ul class="list">{items.map(caller => <CallerRow key={`${caller.kind} ${caller.id}`} caller={caller} onChange={() => setChosen(caller)} onDeleted={callers.refresh} />)}</ul>}</Loading>
        <More of={callers} />
      </Section>
    </Page>
  )
}

function CallerForm({ caller, onSaved }: { caller: Caller | null; onSaved: () => void }) {
  const { values, bind, reset } = useFields({ kind: caller?.kind ?? 'user', id: caller?.id ?? '', plan: caller?.plan ?? '', note: caller?.note ?? '' })
  const save = useAction(async () => {
    const note = values.note.trim()
    const stored = await putCaller({ kind: values.kind, id: values.id.trim(), plan: values.plan.trim(), ...(note === '' ? {} : { note }) })
    announce(`${stored.id} has plan ${stored.plan}.`)
    reset()
    onSaved()
  })
  return (
    <Form onSubmit={() => { void save.run() }} problem={save.problem}>
      <div class="grid">
        {!caller && <SelectField {...bind('kind')} label="Known by" choices={kinds} />}
        {!caller && <TextField {...bind('id')} label="Caller" mono hint={values.kind === 'ip' ? 'An address, or a network such as 203.0.113.0/24' : undefined} />}
        <TextField {...bind('plan')} label="Plan" mono hint="As rules name it" />
        <TextField {...bind('note')} label="Note" />
      </div>
      <Button kind="primary" busy={save.busy}>{save.busy ? 'Saving…' : 'Save plan'}</Button>
    </Form>
  )
}

function CallerRow({ caller, onChange, onDeleted }: { caller: Caller; onChange: () => void; onDeleted: () => void }) {
  const remove = useAction(async () => {
    await deleteCaller(caller.kind, caller.id)
    announce(`${caller.id} has no plan any more.`)
    onDeleted()
  })
  return (
    <li class="row caller-row">
      <span class="row-main strong">{caller.id}</span>
      <span class="row-wide">{labelOf(kinds, caller.kind)}{caller.note && `: ${caller.note}`}</span>
      <span class="row-note"><Badge>{caller.plan}</Badge></span>
      <span class="actions">
        <Button small label={`Change the plan of ${caller.id}`} onClick={onChange}>Change</Button>
        <ConfirmButton small label="Delete" name={`Delete what is known of ${caller.id}`} title={`Delete what is known of ${caller.id}?`} confirm="Delete record" action={remove}>
          <p>Rules treat the caller like one without a plan. What is counted stays.</p>
        </ConfirmButton>
      </span>
    </li>
  )
}
