import { useEffect, useState } from 'preact/hooks'
import { session } from '../api/session'
import { Announcements } from '../ui/announce'
import { noteNavigation } from './router'
import { Shell } from './Shell'
import { SignIn } from './SignIn'

/** The console: who is not signed in gets to the door only. */
export function App() {
  const [key, setKey] = useState(keyOf)
  useEffect(() => {
    const unsubscribe = session.subscribe(() => {
      noteNavigation()
      setKey(keyOf)
    })
    // The session may have ended since it was looked at, before anybody listened.
    setKey(keyOf)
    return unsubscribe
  }, [])
  return (
    <>
      {key === null ? <SignIn /> : <Shell />}
      <Announcements />
    </>
  )
}

// A session of an earlier version of this page has no word on what its key may do.
const keyOf = () => session.own === null ? null : session.key
