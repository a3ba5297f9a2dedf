import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef, useState } from 'preact/hooks'
import type { Action } from './hooks'
import { ProblemNotice } from './ProblemNotice'

interface Props {
  /** On the button that asks. */
  label: string
  title: string
  /** On the button that does it. */
  confirm: string
  action: Action<[]>
  children: ComponentChildren
}

/** A button whose action is done only after a second, informed yes. */
export function ConfirmButton({ label, title, confirm, action, children }: Props) {
  const [open, setOpen] = useState(false)
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    if (open) dialog.current?.showModal()
    else dialog.current?.close()
  }, [open])
  const close = () => {
    action.clear()
    setOpen(false)
  }
  return (
    <>
      <button type="button" class="button danger" onClick={() => setOpen(true)}>{label}</button>
      <dialog ref={dialog} aria-labelledby={id} onClose={close}>
        <h2 id={id}>{title}</h2>
        <div class="dialog-body">{children}</div>
        {action.problem && <ProblemNotice problem={action.problem} />}
        <div class="actions">
          <button type="button" class="button" autofocus onClick={close}>Cancel</button>
          <button type="button" class="button danger solid" aria-busy={action.busy} onClick={() => { void action.run().then(done => done && setOpen(false)) }}>{confirm}</button>
        </div>
      </dialog>
    </>
  )
}
