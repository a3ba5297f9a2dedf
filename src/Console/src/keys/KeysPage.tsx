import { useState } from 'preact/hooks'
import { session } from '../api/session'
import { announce } from '../ui/announce'
import { ConfirmButton } from '../ui/Confirm'
import { Badge, Button, CopyButton } from '../ui/controls'
import { useAction } from '../ui/hooks'
import { More } from '../ui/More'
import { Empty, Loading, Page, Section } from '../ui/Page'
import { Time } from '../ui/Time'
import { useList } from '../ui/useList'
import { type Key, listKeys, type NewKey, revokeKey, rotateKey } from './api'
import { NewKeyForm } from './NewKeyForm'

/** The API keys: who may do what, and the making and ending of it. */
export function KeysPage() {
  const keys = useList(listKeys)
  const [making, setMaking] = useState(false)
  const [shown, setShown] = useState<NewKey>()
  const show = (key: NewKey) => {
    setMaking(false)
    setShown(key)
    keys.refresh()
  }
  return (
    <Page
      title="Keys" lead="API keys: who may do what. Their secrets are kept by nobody but their holders."
      actions={<Button kind={making ? 'plain' : 'primary'} onClick={() => setMaking(!making)}>{making ? 'Cancel' : 'New key'}</Button>}
    >
      {shown && <Secret made={shown} onClose={() => setShown(undefined)} />}
      {making && <Section title="New key"><NewKeyForm onMade={made => { announce(`Key ${made.id} made.`); show(made) }} /></Section>}
      <Section title="All keys">
        <Loading of={keys} what="keys">{items => items.length === 0
          ? <Empty title="No keys">Only the key of the server’s configuration gets in. Make the first other one above.</Empty>
          : <ul class="list keys">{items.map(key => <KeyRow key={key.id} of={key} onRotated={show} onRevoked={() => keys.change(old => old.filter(each => each.id !== key.id))} />)}</ul>}</Loading>
        <More of={keys} />
      </Section>
    </Page>
  )
}

const Secret = ({ made, onClose }: { made: NewKey; onClose: () => void }) => (
  <Section title="The key's secret" class="attention" lead={<>Key {made.id} of {made.owner}. Its secret is shown this once: keep it now.{made.previousUntil && <> The one before is accepted until <Time at={made.previousUntil} exactly />.</>}</>}>
    <p class="with-button"><code class="secret">{made.key}</code><CopyButton text={made.key} what="secret" /></p>
    <Button small onClick={onClose}>I have kept it</Button>
  </Section>
)

function KeyRow({ of: key, onRotated, onRevoked }: { of: Key; onRotated: (key: NewKey) => void; onRevoked: () => void }) {
  const [overlap, setOverlap] = useState('PT24H')
  const revoke = useAction(async () => {
    await revokeKey(key.id)
    announce(`Key ${key.id} revoked.`)
    onRevoked()
  })
  const rotate = useAction(async () => {
    const rotated = await rotateKey(key.id, overlap)
    announce(`Key ${key.id} rotated.`)
    onRotated(rotated)
  })
  const ended = key.expiresAt !== null && Date.parse(key.expiresAt) <= Date.now()
  return (
    <li class="row key-row">
      <span class="row-main"><span class="strong">{key.owner}</span> <span class="mono muted">{key.id}</span>{session.own!.id === key.id && <> <Badge>yours</Badge></>}</span>
      <span class="row-wide wrap">{key.scopes.map(scope => <code key={scope} class="scope">{scope}</code>)}</span>
      <span class="row-note row-facts">
        {key.lastUsedOn !== undefined && <span>{key.lastUsedOn === null ? 'never used' : <>used on <time dateTime={key.lastUsedOn}>{key.lastUsedOn}</time></>}</span>}
        <span>made <Time at={key.createdAt} /></span>
        <span>{key.expiresAt === null ? 'never expires' : ended ? <Badge kind="warn">expired <Time at={key.expiresAt} /></Badge> : <>expires <Time at={key.expiresAt} /></>}</span>
        {key.previousUntil && <span>old secret works until <Time at={key.previousUntil} exactly /></span>}
      </span>
      <span class="actions">
        {key.lastUsedOn !== undefined && !ended && (
          <ConfirmButton label="Rotate" name={`Rotate key ${key.id}`} title={`Rotate key ${key.id}?`} confirm="Rotate key" action={rotate} small plain>
            <p>It gets a new secret, which is shown once.</p>
            <p>The old one is accepted{' '}
              <select aria-label="The old one is accepted" value={overlap} onChange={event => setOverlap(event.currentTarget.value)}>
                {[['PT0S', 'no longer'], ['PT1H', 'for an hour'], ['PT24H', 'for a day'], ['P7D', 'for 7 days'], ['P30D', 'for 30 days']].map(([value, label]) => <option key={value} value={value} selected={value === overlap}>{label}</option>)}
              </select>
            </p>
          </ConfirmButton>
        )}
        <ConfirmButton label="Revoke" name={`Revoke key ${key.id}`} title={`Revoke key ${key.id}?`} confirm="Revoke key" action={revoke} small>
          <p>Whoever uses this key of {key.owner} is refused from now on, everywhere within a minute. This cannot be undone.</p>
          {session.own!.id === key.id && <p><strong>It is the key that you are signed in with.</strong></p>}
        </ConfirmButton>
      </span>
    </li>
  )
}
