import type { ComponentChildren } from 'preact'
import { Time } from '../ui/Time'
import type { Content, Message } from './api'

/** A message in hand. */
export const MessageCard = ({ message, note, actions }: { message: Message; note: ComponentChildren; actions?: ComponentChildren }) => (
  <li class="message">
    <div class="message-head">
      <span><strong>#{message.sequence}</strong> <span class="mono muted break">{message.id}</span></span>
      <span class="row-note">{note} · published <Time at={message.publishedAt} exactly /></span>
      {actions && <span class="actions">{actions}</span>}
    </div>
    <MessageContent message={message} name={message.sequence} />
  </li>
)

/** What a message holds. */
export const MessageContent = ({ message, name }: { message: Content; name: string | number }) => (
  <>
    <pre tabIndex={0} role="group" aria-label={`Data of message ${name}`}>{textOf(message)}</pre>
    {(message.orderingKey !== null || Object.keys(message.attributes).length > 0) && (
      <ul class="attributes" aria-label="Attributes">
        {message.orderingKey !== null && <li><span>ordering key</span> {message.orderingKey}</li>}
        {Object.entries(message.attributes).map(([name, value]) => <li key={name}><span>{name}</span> {value}</li>)}
      </ul>
    )}
  </>
)

const textOf = (message: Content) => message.dataBase64 === undefined ? JSON.stringify(message.data, null, 2) : `base64: ${message.dataBase64}`
