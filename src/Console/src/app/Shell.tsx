import { session } from '../api/session'
import { Icon } from '../ui/Icon'
import { areas, home } from './areas'
import { Brand } from './Brand'
import { Pages } from './Pages'
import { href, useRoute } from './router'
import { ThemeButton } from './ThemeButton'

/** What surrounds every page: the way to the others, the theme and the way out. */
export function Shell() {
  const route = useRoute()
  const skip = (event: Event) => {
    // The address's fragment is the page: following the link would leave it.
    event.preventDefault()
    document.getElementById('main')?.focus()
  }
  return (
    <div class="shell">
      <a class="skip" href="#main" onClick={skip}>Skip to the content</a>
      <header class="bar">
        <Brand />
        <nav aria-label="Main">
          <ul>
            {areas().map(({ name, label, icon }) => (
              <li key={name}><a href={href(name)} aria-current={(route.parts[0] ?? home()) === name ? 'page' : undefined}><Icon name={icon} /><span>{label}</span></a></li>
            ))}
          </ul>
        </nav>
        <div class="bar-end">
          <ThemeButton />
          <button type="button" class="bar-button" onClick={() => session.signOut()}><Icon name="out" /><span>Sign out</span></button>
        </div>
      </header>
      <main id="main" tabIndex={-1}><Pages key={route.path} route={route} /></main>
    </div>
  )
}
