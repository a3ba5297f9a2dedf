import { useState } from 'preact/hooks'
import { Button } from '../ui/controls'
import { everybody } from './api'

/** Whose links an admin looks at. */
export function OwnerChoice({ owner, own, onChange }: { owner: string; own: string; onChange: (owner: string) => void }) {
  const [kind, setKind] = useState(owner === own ? 'own' : owner === everybody ? 'all' : 'one')
  const [name, setName] = useState('')
  const choose = (next: string) => {
    setKind(next)
    if (next !== 'one') onChange(next === 'all' ? everybody : own)
  }
  return (
    <form class="owner" onSubmit={event => { event.preventDefault(); if (name.trim() !== '') onChange(name.trim()) }}>
      <select aria-label="Whose links" value={kind} onChange={event => choose(event.currentTarget.value)}>
        {[['own', 'Mine'], ['all', 'Everybody\'s'], ['one', 'Of an owner…']].map(([value, label]) => <option key={value} value={value} selected={value === kind}>{label}</option>)}
      </select>
      {kind === 'one' && <><input aria-label="Owner" class="mono" autocomplete="off" spellcheck={false} autocapitalize="none" placeholder="owner" value={name} onInput={event => setName(event.currentTarget.value)} /><Button>Show</Button></>}
    </form>
  )
}
