import { useEffect, useState } from 'preact/hooks'
import { session } from '../api/session'
import { Announcements } from '../ui/announce'
import { noteNavigation } from './router'
import { Shell } from './Shell'
import { SignIn } from './SignIn'

/** The console: who is not signed in gets to the door only. */
export function App() {
  const [key, setKey] = useState(session.key)
  useEffect(() => session.subscribe(() => {
    noteNavigation()
    setKey(session.key)
  }), [])
  return (
    <>
      {key === null ? <SignIn /> : <Shell />}
      <Announcements />
    </>
  )
}
