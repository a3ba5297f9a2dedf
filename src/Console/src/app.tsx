import { render } from 'preact'
import { App } from './app/App'
import './styles/base.css'
import './styles/layout.css'
import './styles/controls.css'
import './styles/content.css'

render(<App />, document.getElementById('app')!)
