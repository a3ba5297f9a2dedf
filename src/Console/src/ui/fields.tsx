import type { ComponentChildren } from 'preact'
import { useId, useState } from 'preact/hooks'
import { type DurationUnit, inUnit, isoOf, largestUnit, units } from './duration'
import { Field } from './Form'

interface Bound<T> {
  name: string
  label: string
  value: T
  onChange: (value: T) => void
  hint?: ComponentChildren
  class?: string
}

interface TextProps extends Bound<string> {
  type?: 'text' | 'password' | 'date' | 'datetime-local'
  placeholder?: string
  autocomplete?: string
  inputMode?: 'url' | 'numeric' | 'text'
  spellcheck?: boolean
  suggestions?: readonly string[] | undefined
  rows?: number
  mono?: boolean
}

/** A line of text, or several with rows. */
export function TextField({ value, onChange, suggestions, rows, mono, type = 'text', placeholder, autocomplete = 'off', inputMode, ...field }: TextProps) {
  const list = useId()
  // Which attributes go together depends on the type: more than a type of ours can say.
  const kind: object = { type, list: suggestions?.length ? list : undefined }
  return (
    <Field {...field}>
      {props => rows
        ? <textarea {...props} class={mono ? 'mono' : ''} rows={rows} spellcheck={false} value={value} placeholder={placeholder} onInput={event => onChange(event.currentTarget.value)} />
        : (
          <>
            <input
              {...props} {...kind} class={mono ? 'mono' : ''} value={value} placeholder={placeholder} autocomplete={autocomplete} inputMode={inputMode}
              spellcheck={false} autocapitalize="none" onInput={event => onChange(event.currentTarget.value)}
            />
            {suggestions?.length ? <datalist id={list}>{suggestions.map(text => <option key={text} value={text} />)}</datalist> : null}
          </>
        )}
    </Field>
  )
}

export type Choice = readonly [value: string, label: string]

export const SelectField = ({ value, onChange, choices, ...field }: Bound<string> & { choices: readonly Choice[] }) => (
  <Field {...field}>
    {props => (
      <select {...props} value={value} onChange={event => onChange(event.currentTarget.value)}>
        {choices.map(([key, label]) => <option key={key} value={key} selected={key === value}>{label}</option>)}
      </select>
    )}
  </Field>
)

export const CheckField = ({ value, onChange, ...field }: Bound<boolean>) => (
  <Field {...field} class="check">
    {props => <input {...props} type="checkbox" checked={value} onChange={event => onChange(event.currentTarget.checked)} />}
  </Field>
)

/** A duration as ISO 8601, entered as a number and a unit; empty for none. */
export function DurationField({ value, onChange, ...field }: Bound<string>) {
  const [unit, setUnit] = useState<DurationUnit>(() => largestUnit(value))
  const [amount, setAmount] = useState(() => inUnit(value, unit))
  const change = (text: string, chosen: DurationUnit) => {
    setAmount(text)
    setUnit(chosen)
    onChange(text.trim() === '' ? '' : isoOf(text, chosen))
  }
  return (
    <Field {...field}>
      {props => (
        <div class="duration">
          <input {...props} type="text" inputMode="numeric" autocomplete="off" value={amount} onInput={event => change(event.currentTarget.value, unit)} />
          <select aria-label={`Unit of ${field.label}`} value={unit} onChange={event => change(amount, event.currentTarget.value as DurationUnit)}>
            {units.map(name => <option key={name} value={name} selected={name === unit}>{name}</option>)}
          </select>
        </div>
      )}
    </Field>
  )
}
