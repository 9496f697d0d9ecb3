// Progressive enhancement only: every page works without this file. Nothing here asks "are you sure?".

const SAVE_AFTER_MS = 1500
const RETRY_AFTER_MS = 10000
const UNLOCK_AFTER_MS = 8000
const TWICE_WITHIN_MS = 600

const clock = () =>
  new Intl.DateTimeFormat('en-GB', { hour: 'numeric', minute: '2-digit', hour12: true, timeZone: 'Europe/London' })
    .format(new Date()).replace(/\s/g, '').toLowerCase()

// Design system: loaded by the address that the page names, so that its cache never outlives its content.
const designSystem = document.getElementById('design-system')
if (designSystem) import(designSystem.href).then(({ initAll }) => initAll())

// A second press of a button sends nothing twice.
document.addEventListener('submit', (event) => {
  const form = event.target
  if (form.getAttribute('method')?.toLowerCase() !== 'post') return
  if (form.dataset.sending) return event.preventDefault()
  form.dataset.sending = 'yes'
  setTimeout(() => { delete form.dataset.sending }, UNLOCK_AFTER_MS)
})
window.addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sending]')) delete form.dataset.sending
})

// Drafts: <form data-autosave="/where"> posts its fields some moments after the last change.
class Draft {
  constructor (form) {
    this.form = form
    this.status = form.querySelector('[data-autosave-status]') || this.addStatus()
    this.changed = false
    this.timer = null
    this.request = null
    form.addEventListener('input', () => this.change())
    form.addEventListener('change', () => this.change())
    form.addEventListener('submit', (event) => { if (!event.defaultPrevented) this.stop() })
    document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') this.flush() })
  }

  addStatus () {
    const status = document.createElement('p')
    status.className = 'wp-autosave'
    status.setAttribute('role', 'status')
    this.form.append(status)
    return status
  }

  change () {
    this.changed = true
    this.schedule(SAVE_AFTER_MS)
  }

  schedule (delay) {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.save(), delay)
  }

  // Leaving the page within the moment of waiting must not lose the last sentence.
  flush () {
    if (this.changed && !this.request) this.save({ keepalive: true })
  }

  // The form itself is on its way: a late draft must not come after it.
  stop () {
    clearTimeout(this.timer)
    this.changed = false
    this.request?.abort()
  }

  async save (options = {}) {
    if (this.request) return this.schedule(SAVE_AFTER_MS)
    clearTimeout(this.timer)
    this.changed = false
    this.request = new AbortController()
    try {
      const answer = await fetch(this.form.dataset.autosave, {
        method: 'POST', body: this.fields(), redirect: 'manual', signal: this.request.signal,
        headers: { 'X-Requested-With': 'fetch' }, ...options
      })
      await this.report(answer)
    } catch (error) {
      if (error.name !== 'AbortError') this.fail('Not saved: there is no connection. We will try again.', true)
    } finally {
      this.request = null
    }
  }

  // Files and passwords belong to no draft.
  fields () {
    const fields = new URLSearchParams()
    for (const [name, value] of new FormData(this.form)) {
      const kind = this.form.elements[name]?.type
      if (typeof value === 'string' && kind !== 'password') fields.append(name, value)
    }
    return fields
  }

  // An answer with words is saved too, and says what the writer has to know: that somebody was quicker, for instance.
  async report (answer) {
    const words = answer.ok && answer.status !== 204 ? await answer.text() : ''
    if (answer.ok) return this.say(`Saved at ${clock()}${words && `. ${words}`}`, words !== '')
    if (answer.status === 413) return this.fail(await answer.text(), false)
    const out = answer.type === 'opaqueredirect' || answer.status === 401 || answer.status === 403
    if (out) return this.fail('Not saved: you are signed out. Sign in again in another tab, then carry on here.', true)
    this.fail('Not saved. Send the form now, or copy what you wrote. We will try again.', true)
  }

  fail (words, again) {
    this.changed = true
    this.say(words, true)
    if (again) this.schedule(RETRY_AFTER_MS)
  }

  say (words, failed) {
    this.status.classList.toggle('wp-autosave--failed', failed)
    this.status.textContent = words
  }
}
for (const form of document.querySelectorAll('form[data-autosave]')) new Draft(form)

// <form data-sends-with-keys>: Ctrl or Cmd with Enter sends it from any of its fields, for whoever has no hand for a mouse.
document.addEventListener('keydown', (event) => {
  const form = event.target.closest?.('form[data-sends-with-keys]')
  if (!form || event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.repeat) return
  event.preventDefault()
  form.requestSubmit()
})

// "Hide this page", or Esc twice, for somebody at work in a home: a blank sheet at once, with nothing typed lost.
class Sheet {
  constructor () {
    this.title = document.title
    this.icons = [...document.querySelectorAll('link[rel~="icon"]')]
    this.lastEscape = 0
    document.addEventListener('keydown', (event) => { if (event.key === 'Escape') this.escape() })
    for (const link of document.querySelectorAll('[data-hide]')) {
      link.addEventListener('click', (event) => { event.preventDefault(); this.hide() })
    }
  }

  escape () {
    const now = Date.now()
    if (now - this.lastEscape < TWICE_WITHIN_MS) this.hide()
    this.lastEscape = now
  }

  hide () {
    if (document.body.classList.contains('wp-is-hidden')) return
    this.focused = document.activeElement
    this.scrolled = window.scrollY
    document.body.append(this.sheet ||= this.draw())
    document.body.classList.add('wp-is-hidden')
    document.title = 'Blank page'
    for (const icon of this.icons) icon.remove()
    this.sheet.querySelector('button').focus()
  }

  show () {
    document.body.classList.remove('wp-is-hidden')
    this.sheet.remove()
    document.title = this.title
    document.head.append(...this.icons)
    window.scrollTo(0, this.scrolled)
    this.focused?.focus?.({ preventScroll: true })
  }

  draw () {
    const sheet = document.createElement('main')
    sheet.className = 'wp-sheet'
    sheet.innerHTML = '<h1 class="govuk-heading-l">This page is blank</h1><p><button type="button" class="govuk-button govuk-button--secondary">Continue</button></p>'
    sheet.querySelector('button').addEventListener('click', () => this.show())
    return sheet
  }
}
if (document.querySelector('[data-hide]')) new Sheet()
