import { type ComponentChildren, createContext, type SubmitEventHandler } from 'preact'
import { useContext, useEffect, useId, useRef, useState } from 'preact/hooks'
import type { Problem } from '../api/problem'
import { ProblemNotice } from './ProblemNotice'

const Errors = createContext<Readonly<Record<string, string[]>>>({})

interface FormProps {
  onSubmit: () => void
  problem?: Problem | undefined
  label?: string
  class?: string
  children: ComponentChildren
}

/** A form that shows the server's problem at the fields it names, and the rest of it above them. */
export function Form({ onSubmit, problem, label, children, class: name = '' }: FormProps) {
  const form = useRef<HTMLFormElement>(null)
  const [elsewhere, setElsewhere] = useState<Record<string, string[]>>({})
  const errors = problem?.errors ?? {}
  useEffect(() => {
    if (!problem || !form.current) return
    const shown = new Set([...form.current.querySelectorAll<HTMLElement>('[data-field]')].map(field => field.dataset['field']))
    setElsewhere(Object.fromEntries(Object.entries(problem.errors).filter(([field]) => !shown.has(field))))
    const first = form.current.querySelector<HTMLElement>('[aria-invalid=true]') ?? form.current.querySelector<HTMLElement>('.problem')
    first?.closest('details')?.setAttribute('open', '')
    first?.focus()
  }, [problem])
  const submit: SubmitEventHandler<HTMLFormElement> = event => {
    event.preventDefault()
    onSubmit()
  }
  return (
    <Errors.Provider value={errors}>
      <form ref={form} class={`form ${name}`} aria-label={label} onSubmit={submit} noValidate>
        {problem && <ProblemNotice problem={problem} fields={elsewhere} detail={adviceOn(problem)} />}
        {children}
      </form>
    </Errors.Provider>
  )
}

// The server speaks to programs there, of the document that they got.
const adviceOn = (problem: Problem) => problem.type.endsWith(':invalid-request') ? 'Correct the marked fields and try again.' : problem.detail

export interface InputProps {
  id: string
  name: string
  'aria-invalid': boolean
  'aria-describedby': string | undefined
}

interface FieldProps {
  /** As the server calls it in its problems. */
  name: string
  label: string
  hint?: ComponentChildren
  /** Holds several inputs, which have labels of their own. */
  group?: boolean
  class?: string
  children: (props: InputProps) => ComponentChildren
}

/** A labelled input with its hint and with what the server refused about it. */
export function Field({ name, label, hint, group, class: style = '', children }: FieldProps) {
  const id = useId()
  const errors = useContext(Errors)[name] ?? []
  const described = [errors.length > 0 ? `${id}-error` : '', hint ? `${id}-hint` : ''].filter(part => part !== '').join(' ')
  return (
    <div class={`field ${group ? 'group' : ''} ${style}`} data-field={name}>
      {group ? <span class="label">{label}</span> : <label for={id}>{label}</label>}
      {children({ id, name, 'aria-invalid': errors.length > 0, 'aria-describedby': described || undefined })}
      {hint && <p class="hint" id={`${id}-hint`}>{hint}</p>}
      {errors.length > 0 && <p class="field-error" id={`${id}-error`}>{sentence(label, errors)}</p>}
    </div>
  )
}

// The server's reasons go on from the field's name: "must be a whole number."
const sentence = (label: string, errors: string[]) => errors.map(error => `${label} ${error}`).join(' ')
