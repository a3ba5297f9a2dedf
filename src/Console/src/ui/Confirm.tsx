import type { ComponentChildren } from 'preact'
import { useId, useRef } from 'preact/hooks'
import type { Action } from './hooks'
import { ProblemNotice } from './ProblemNotice'

interface Props {
  /** On the button that asks. */
  label: string
  /** What the button is called, where its label alone says too little. */
  name?: string
  title: string
  /** On the button that does it. */
  confirm: string
  /** On the button that does not. */
  dismiss?: string
  action: Action<[]>
  small?: boolean
  /** Where what it does is no loss. */
  plain?: boolean
  children: ComponentChildren
}

/** A button whose action is done only after a second, informed yes. */
export function ConfirmButton({ label, title, confirm, action, dismiss = 'Cancel', small, plain, name, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  // The element alone knows whether it is open: its close event comes later than its closing, and the user may ask again in between.
  const ask = () => {
    action.clear()
    dialog.current?.showModal()
  }
  const close = () => dialog.current?.close()
  return (
    <>
      <button type="button" class={`button ${plain ? '' : 'danger'} ${small ? 'small' : ''}`} aria-label={name} onClick={ask}>{label}</button>
      <dialog ref={dialog} aria-labelledby={id}>
        <h2 id={id}>{title}</h2>
        <div class="dialog-body">{children}</div>
        {action.problem && <ProblemNotice problem={action.problem} />}
        <div class="actions">
          <button type="button" class="button" autofocus onClick={close}>{dismiss}</button>
          <button type="button" class={`button ${plain ? 'primary' : 'danger solid'}`} aria-busy={action.busy} onClick={() => { void action.run().then(done => done && close()) }}>{confirm}</button>
        </div>
      </dialog>
    </>
  )
}
