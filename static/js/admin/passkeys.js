/* Says beside the button that no passkey came, instead of only in the console. */
document.addEventListener('allauth.error', (event) => {
  event.preventDefault();
  for (const trouble of document.querySelectorAll('[data-passkey-trouble]')) trouble.hidden = false;
});
