import { Icon } from '../ui/Icon'
import { choose, useTheme } from '../ui/theme'

/** Changes between light and dark. */
export function ThemeButton() {
  const other = useTheme() === 'dark' ? 'light' : 'dark'
  return (
    <button type="button" class="bar-button" onClick={() => choose(other)}>
      <Icon name={other === 'dark' ? 'moon' : 'sun'} /><span>{other === 'dark' ? 'Dark theme' : 'Light theme'}</span>
    </button>
  )
}
