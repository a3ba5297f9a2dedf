/** The API key of whoever is signed in: kept by the browser's tab, gone with it. */
const place = 'serverless.key'

type Listener = () => void
const listeners = new Set<Listener>()

let ended = ''

export const session = {
  get key() { return sessionStorage.getItem(place) },
  /** Why the last session ended, if not by the user. */
  get ended() { return ended },
  signIn(key: string) {
    sessionStorage.setItem(place, key)
    ended = ''
    tell()
  },
  signOut(reason = '') {
    sessionStorage.removeItem(place)
    ended = reason
    tell()
  },
  subscribe(listener: Listener) {
    listeners.add(listener)
    return () => { listeners.delete(listener) }
  },
}

const tell = () => listeners.forEach(listener => listener())
