/** Who is signed in, as the server says of the key. */
export interface OwnKey { id: string; owner: string; scopes: string[] }

/** The API key of whoever is signed in: kept by the browser's tab, gone with it. */
const place = 'serverless.key'
const ownPlace = 'serverless.own-key'

type Listener = () => void
const listeners = new Set<Listener>()

let ended = ''

export const session = {
  get key() { return sessionStorage.getItem(place) },
  /** What the key may do, which never changes; null when nobody is signed in. */
  get own(): OwnKey | null { return JSON.parse(sessionStorage.getItem(ownPlace) ?? 'null') as OwnKey | null },
  /** Why the last session ended, if not by the user. */
  get ended() { return ended },
  signIn(key: string, own: OwnKey) {
    sessionStorage.setItem(place, key)
    sessionStorage.setItem(ownPlace, JSON.stringify(own))
    ended = ''
    tell()
  },
  signOut(reason = '') {
    sessionStorage.removeItem(place)
    sessionStorage.removeItem(ownPlace)
    ended = reason
    tell()
  },
  subscribe(listener: Listener) {
    listeners.add(listener)
    return () => { listeners.delete(listener) }
  },
}

const tell = () => listeners.forEach(listener => listener())
