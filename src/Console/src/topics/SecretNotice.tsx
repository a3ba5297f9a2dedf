import type { ComponentChildren } from 'preact'
import { CopyButton } from '../ui/controls'
import { Section } from '../ui/Page'

/** A signing secret, which the server tells once. */
export const SecretNotice = ({ secret, children }: { secret: string; children?: ComponentChildren }) => (
  <Section title="Signing secret" class="attention" lead="The endpoint verifies with it that messages come from here. It is shown this once: keep it now.">
    <p class="with-button"><code class="secret">{secret}</code><CopyButton text={secret} what="signing secret" /></p>
    {children}
  </Section>
)
