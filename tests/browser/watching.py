"""What must not happen in a window: errors in the console, violations of the Content-Security-Policy,
requests for what is not there or on another host."""

from urllib.parse import urlsplit

VIOLATIONS = "document.addEventListener('securitypolicyviolation', e => console.error('CSP ' + e.blockedURI))"


def leaves(url: str) -> bool:
    """Whether a request goes to another host than the site's."""
    parts = urlsplit(url)
    return parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname not in {"127.0.0.1", "localhost"}


class Watch:
    """Gathers in `wrong` what went wrong in a page: (the address shown, what). Addresses in `refused` may be
    answered by an error."""

    def __init__(self, page):
        self.page, self.wrong, self.refused = page, [], set()
        page.add_init_script(VIOLATIONS)
        page.on("console", self.said)
        page.on("pageerror", lambda error: self.note(str(error)))
        page.on("request", lambda asked: self.note(asked.url) if leaves(asked.url) else None)
        page.on("response", self.answered)

    def note(self, what: str) -> None:
        self.wrong.append((self.page.url, what))

    def said(self, message) -> None:
        if message.type == "error" and message.location.get("url") not in self.refused:
            self.note(message.text)

    def answered(self, answer) -> None:
        if answer.status >= 400 and answer.url not in self.refused:
            self.note(f"{answer.status} {answer.url}")
