import { Problem } from '../api/problem'
import { session } from '../api/session'
import { Button } from '../ui/controls'
import { SelectField, TextField } from '../ui/fields'
import { Field, Form } from '../ui/Form'
import { useAction, useFields } from '../ui/hooks'
import { makeKey, type NewKey } from './api'
import { type Grants, permissions, scopesOf } from './scopes'

const ends = [['', 'never'], ['30', 'in 30 days'], ['90', 'in 90 days'], ['365', 'in a year'], ['date', 'on a date of your choice']] as const

/** Makes a key: what it may do is chosen, not typed. */
export function NewKeyForm({ onMade }: { onMade: (key: NewKey) => void }) {
  const { values, bind, set } = useFields({ owner: session.own!.owner, ends: '90', date: '', grants: {} as Grants })
  const make = useAction(async () => {
    const scopes = scopesOf(values.grants)
    if (scopes.length === 0) throw new Problem(400, { title: 'The key could do nothing.', errors: { scopes: ['must be chosen: at least one.'] } })
    const expiresAt = endOf(values.ends, values.date)
    onMade(await makeKey({ owner: values.owner.trim(), scopes, ...(expiresAt === '' ? {} : { expiresAt }) }))
  })
  const grant = (name: string, change: Partial<Grants[string]>) => set({ grants: { ...values.grants, [name]: { chosen: false, only: '', ...values.grants[name], ...change } } })
  return (
    <Form onSubmit={() => { void make.run() }} problem={make.problem}>
      <div class="grid">
        <TextField {...bind('owner')} label="Owner" mono hint="In whose name things are made with it" />
        <SelectField {...bind('ends')} name={values.ends === 'date' ? 'ends' : 'expiresAt'} label="Ends" choices={ends} />
        {values.ends === 'date' && <TextField {...bind('date')} name="expiresAt" label="Last day (UTC)" type="date" />}
      </div>
      <Field name="scopes" label="It may" group>{({ id, 'aria-describedby': described }) => (
        <div id={id} class="scopes" role="group" aria-label="It may" aria-describedby={described}>
          {permissions.map(permission => {
            const { name, label } = permission
            const chosen = values.grants[name]?.chosen ?? false
            return (
              <div key={name}>
                <label><input type="checkbox" checked={chosen} onChange={event => grant(name, { chosen: event.currentTarget.checked })} /><span>{label} <code class="muted">{name}</code></span></label>
                {chosen && 'on' in permission && (
                  <input
                    class="mono" aria-label={`${label}: only these ${permission.on}`} placeholder={`all ${permission.on}, or orders-*`}
                    autocomplete="off" spellcheck={false} autocapitalize="none" value={values.grants[name]?.only ?? ''} onInput={event => grant(name, { only: event.currentTarget.value })}
                  />
                )}
              </div>
            )
          })}
        </div>
      )}</Field>
      <Button kind="primary" busy={make.busy}>{make.busy ? 'Making…' : 'Make key'}</Button>
    </Form>
  )
}

const day = 86_400_000

const endOf = (ends: string, date: string) => ends === '' ? '' : ends === 'date' ? date && `${date}T23:59:59Z` : new Date(Date.now() + Number(ends) * day).toISOString()
