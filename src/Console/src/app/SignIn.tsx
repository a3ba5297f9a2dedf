import { call } from '../api/client'
import { Problem } from '../api/problem'
import { type OwnKey, session } from '../api/session'
import { Button } from '../ui/controls'
import { TextField } from '../ui/fields'
import { Form } from '../ui/Form'
import { useAction, useFields } from '../ui/hooks'
import { Page } from '../ui/Page'
import { Brand } from './Brand'
import { ThemeButton } from './ThemeButton'

/** Asks for an API key and tries it. */
export function SignIn() {
  const { values, bind } = useFields({ key: '' })
  const signIn = useAction(() => enter(values.key.trim()))
  return (
    <div class="door">
      <header><Brand /><ThemeButton /></header>
      <main id="main" class="card">
        <Page title="Sign in" lead="Links, rate limits and messages of this server.">
          {session.ended !== '' && <p class="notice" role="status">{session.ended}</p>}
          <Form onSubmit={() => { void signIn.run() }} problem={signIn.problem}>
            <TextField {...bind('key')} label="API key" type="password" autocomplete="current-password" mono hint="The server prints the first admin key where it starts. It is kept until this tab is closed or you sign out." />
            <Button kind="primary" busy={signIn.busy}>{signIn.busy ? 'Signing in…' : 'Sign in'}</Button>
          </Form>
        </Page>
      </main>
    </div>
  )
}

async function enter(key: string) {
  if (key === '') throw new Problem(0, { title: 'No API key was entered.', errors: { key: ['is needed to sign in.'] } })
  // What a header cannot carry is no key of any server.
  if (!/^[\x21-\x7e]+$/.test(key)) throw refused()
  const own = await call<OwnKey>('GET', '/api/keys/self', { key }).catch(error => {
    throw error instanceof Problem && error.status === 401 ? refused() : error
  })
  session.signIn(key, own)
}

const refused = () => new Problem(401, {
  title: 'This API key is not accepted.',
  detail: 'It is unknown, expired or revoked, or was not copied whole.',
  errors: { key: ['was refused by the server.'] },
})
