// Runs in the page before its own scripts. Each check returns what is wrong, in words.
const describeElement = (element) => {
  const words = element.getAttribute('aria-label') || element.textContent.trim().replace(/\s+/g, ' ').slice(0, 40)
  return `<${element.localName} class="${element.getAttribute('class') ?? ''}"> ${words}`
}

const isShown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true })

/** Whether what a person sees and clicks in the middle of the element is that element. */
function isUncovered(element) {
  const { left, top, width, height } = element.getClientRects()[0]
  const seen = document.elementFromPoint(left + width / 2, top + height / 2)
  return element.contains(seen) || Boolean(seen?.contains(element) && seen.localName !== 'dialog')
}

const isInsideDialog = (element) => element === document.body || element.closest('.dialog-ux') !== null

/** WCAG 2.4.7, 2.4.11: where the focus is can be seen. */
function focusFaults() {
  const focused = document.activeElement
  // Between the last element and the first, the focus is in the browser's own controls.
  if (focused === document.body) return []
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(focused)
  const { width, height } = focused.getBoundingClientRect()
  const outline = `${outlineStyle} ${outlineWidth} ${outlineColor}`
  const faults = [
    outline !== 'solid 2px rgb(0, 95, 204)' && `has the outline ${outline}`,
    (width < 10 || height < 10) && `is ${width} by ${height} px`,
    !isShown(focused) && 'is not shown',
    !isUncovered(focused) && 'is covered or outside the window',
  ]
  return faults.filter(Boolean).map((fault) => `${describeElement(focused)} ${fault}`)
}

/** WCAG 1.4.10: nothing but code is scrolled to the side or cut off, and every control can be reached. */
function reflowFaults() {
  const root = document.querySelector('.dialog-ux') ?? document.body
  const faults = []
  const { scrollWidth } = document.documentElement
  if (scrollWidth > innerWidth) faults.push(`the page is ${scrollWidth} px wide`)
  for (const element of root.querySelectorAll('*')) {
    const { overflowX } = getComputedStyle(element)
    const isTooNarrow = element.scrollWidth > element.clientWidth + 1 && overflowX !== 'visible'
    const mayBe = element.closest('pre, textarea, .unseen') !== null || element.localName === 'input'
    if (isTooNarrow && !mayBe && isShown(element))
      faults.push(`${describeElement(element)} shows only a part of itself`)
  }
  for (const element of root.querySelectorAll('a, button, input, select, textarea, h2, h3')) {
    if (!isShown(element) || element.disabled) continue
    element.scrollIntoView({ block: 'center', inline: 'nearest' })
    const { left, right } = element.getBoundingClientRect()
    if (left < 0 || right > innerWidth) faults.push(`${describeElement(element)} is from ${left} to ${right} px`)
    else if (!isUncovered(element)) faults.push(`${describeElement(element)} cannot be reached`)
  }
  return faults
}

function parseColor(text) {
  const [red, green, blue, alpha = 1] = text.match(/[\d.]+/g).map(Number)
  return { channels: [red, green, blue], alpha }
}

const blend = ({ channels, alpha }, ground) =>
  channels.map((channel, index) => channel * alpha + ground[index] * (1 - alpha))

function luminance(channels) {
  const [red, green, blue] = channels
    .map((channel) => channel / 255)
    .map((channel) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function groundOf(element) {
  if (element === null) return [255, 255, 255]
  const color = parseColor(getComputedStyle(element).backgroundColor)
  return color.alpha === 1 ? color.channels : blend(color, groundOf(element.parentElement))
}

/** WCAG 1.4.3: text stands out from its ground by 4.5:1. */
function contrastFaults() {
  const root = document.querySelector('.dialog-ux .modal-ux') ?? document.querySelector('#docs')
  const faults = new Set()
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement
    if (texts.currentNode.data.trim() === '' || !isShown(element)) continue
    const ground = groundOf(element)
    const text = blend(parseColor(getComputedStyle(element).color), ground)
    const [dark, light] = [luminance(text), luminance(ground)].sort((one, other) => one - other)
    const contrast = (light + 0.05) / (dark + 0.05)
    if (contrast < 4.5) faults.add(`${describeElement(element)} has ${contrast.toFixed(2)}:1`)
  }
  return [...faults]
}

window.pageChecks = { contrastFaults, focusFaults, isInsideDialog, reflowFaults }
