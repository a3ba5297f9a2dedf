import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { announce } from './announce'

interface ButtonProps {
  busy?: boolean
  kind?: 'primary' | 'danger' | 'plain'
  small?: boolean
  onClick?: () => void
  pressed?: boolean
  label?: string
  children: ComponentChildren
}

/** A button; one that submits unless it does something else. */
export const Button = ({ busy = false, kind = 'plain', small, onClick, pressed, label, children }: ButtonProps) => (
  <button
    type={onClick ? 'button' : 'submit'} class={`button ${kind} ${small ? 'small' : ''}`}
    aria-disabled={busy} aria-busy={busy} aria-pressed={pressed} aria-label={label} onClick={busy ? event => event.preventDefault() : onClick}
  >
    {children}
  </button>
)

/** Copies a text, and says so. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [failed, setFailed] = useState(false)
  const copy = () => navigator.clipboard.writeText(text).then(() => announce(`${what} copied.`), () => setFailed(true))
  return failed
    ? <span class="hint">Select and copy it: the browser does not allow the button to.</span>
    : <Button small label={`Copy ${what}`} onClick={() => { void copy() }}>Copy</Button>
}

/** A word on the state of something. */
export const Badge = ({ kind = 'neutral', children }: { kind?: 'neutral' | 'good' | 'bad' | 'warn'; children: ComponentChildren }) =>
  <span class={`badge ${kind}`}>{children}</span>

export interface Tile { label: string; value: ComponentChildren; kind?: 'good' | 'bad' | 'warn' | undefined }

/** Numbers at a glance. */
export const Tiles = ({ tiles, label }: { tiles: readonly Tile[]; label: string }) => (
  <dl class="tiles" aria-label={label}>
    {tiles.map(tile => (
      <div key={tile.label} class={`tile ${tile.kind ?? ''}`}>
        <dt>{tile.label}</dt>
        <dd>{tile.value}</dd>
      </div>
    ))}
  </dl>
)

/** Names with their values. */
export const Facts = ({ facts }: { facts: readonly (readonly [string, ComponentChildren])[] }) => (
  <dl class="facts">
    {facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
  </dl>
)

export const count = (n: number) => n.toLocaleString()
