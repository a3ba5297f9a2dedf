import { useEffect, useState } from 'preact/hooks'
import { Icon } from './Icon'

let show: (text: string) => void = () => undefined

/** Tells the user, on the screen and through a screen reader, what has been done. */
export const announce = (text: string) => show(text)

const shownFor = 6_000

/** Where announcements appear. */
export function Announcements() {
  const [message, setMessage] = useState({ text: '', round: 0 })
  show = text => setMessage(old => ({ text, round: old.round + 1 }))
  useEffect(() => {
    if (message.text === '') return
    const timer = setTimeout(() => setMessage(old => ({ ...old, text: '' })), shownFor)
    return () => clearTimeout(timer)
  }, [message.round])
  return (
    <div class="announcements" role="status" aria-live="polite">
      {message.text !== '' && <p key={message.round}><Icon name="done" />{message.text}</p>}
    </div>
  )
}
