"""`make audit`: Lighthouse on the main pages of a site started for it, and the weight of what they load.

The site has the shipped content and the sample register, hashed and compressed files, two processes. What is
measured on a busy machine may be worse than it is, never better: a page is tried again before it counts as
too slow.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
LIGHTHOUSE = ROOT / "node_modules" / "lighthouse" / "cli" / "index.js"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LEAST, TRIES = 95, 3
PAGES = {
    "home": ("/en/", 150),
    "register list": ("/en/centres/", 60),
    "centre": ("/en/centres/CQ-000001/", 60),
    "timeline": ("/en/milestones/", None),
    "policy": ("/en/policies/city-of-design-plan-2022/", None),
    "news": ("/en/news/", None),
}
"""Page -> its address, and how many KB it may weigh, fonts and photographs apart."""
MOST_SCRIPT, MOST_REQUESTS = 15, 12
APART = {"Font", "Image"}
OPTIONS = (
    "--quiet",
    "--output=json",
    "--disable-full-page-screenshot",
    "--chrome-flags=--headless=new --no-sandbox --disable-dev-shm-usage",
    f"--only-categories={','.join(CATEGORIES)}",
)


def main() -> int:
    chromium = os.environ.get("CHROME_PATH") or shutil.which("chromium") or shutil.which("google-chrome")
    if not (LIGHTHOUSE.exists() and chromium and shutil.which("node")):
        say("Lighthouse was NOT run: it needs Chromium, node and npm.")
        return int(bool(os.environ.get("CI") or os.environ.get("REQUIRE_BROWSER")))
    if given := os.environ.get("AUDIT_URL"):
        return audited(given.rstrip("/"), chromium)
    with tempfile.TemporaryDirectory(prefix="cityofdesign-audit-") as var, Site(var) as base:
        return audited(base, chromium)


class Site:
    """The site with a database and files of its own, as long as the block runs."""

    def __init__(self, var: str):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.environ = os.environ | {
            "VAR_DIR": var,
            "PORT": str(self.port),
            "DATABASE_URL": "",
            "BASE_URL": f"http://127.0.0.1:{self.port}",
        }

    def __enter__(self) -> str:
        argv = [sys.executable, "manage.py", "serve", "--prepare"]
        say("Preparing a site with the shipped content and the sample register.")
        self.process = subprocess.Popen(argv, cwd=ROOT, env=self.environ, stdout=subprocess.DEVNULL)
        base = f"http://127.0.0.1:{self.port}"
        while not answers(f"{base}/readyz"):
            if self.process.poll() is not None:
                raise SystemExit("The site did not start.")
            time.sleep(0.5)
        return base

    def __exit__(self, *unused):
        self.process.terminate()
        self.process.wait()


def answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=5) as answer:  # noqa: S310  (ours)
            return answer.status == 200
    except (URLError, OSError):
        return False


def audited(base: str, chromium: str) -> int:
    """Print the table; 1 if a page falls short of anything."""
    heads = ("page", "perf", "a11y", "best", "seo", "KB", "script", "requests", "CLS", "LCP s")
    say(f"{heads[0]:<15}" + "".join(f"{head:>9}" for head in heads[1:]))
    wrong = []
    for name, (path, budget) in PAGES.items():
        for attempt in range(TRIES):
            page = measured(report(base + path, chromium), base)
            short = [f"{name}: {fault}" for fault in faults(page, budget)]
            if not short or attempt + 1 == TRIES:
                break
        scores = "".join(f"{page['scores'][category]:>9}" for category in CATEGORIES)
        weights = f"{page['weight']:>9.1f}{page['script']:>9.1f}{page['requests']:>9}"
        say(f"{name:<15}{scores}{weights}{page['shift']:>9.3f}{page['largest']:>9.1f}")
        wrong += short
    say("\n".join(wrong) or f"Each category has at least {LEAST}, and every page keeps to its budget.")
    return int(bool(wrong))


def report(address: str, chromium: str) -> dict:
    with tempfile.TemporaryDirectory(prefix="lighthouse-") as place:
        written = Path(place) / "report.json"
        argv = ["node", str(LIGHTHOUSE), address, *OPTIONS, f"--output-path={written}"]
        subprocess.run(argv, check=True, env=os.environ | {"CHROME_PATH": chromium}, cwd=place)
        return json.loads(written.read_text(encoding="utf-8"))


def measured(found: dict, base: str) -> dict:
    """What a report says: scores of 100, KB as transferred, seconds."""
    audits = found["audits"]
    sent = [one for one in audits["network-requests"]["details"]["items"] if one["url"].startswith("http")]
    here = urlsplit(base).netloc
    low = [
        f"{ref['id']} ({audits[ref['id']].get('displayValue') or audits[ref['id']]['title']})"
        for category in found["categories"].values()
        for ref in category["auditRefs"]
        if ref["weight"]
        and (audits[ref["id"]]["score"] or 0) < 0.9
        and audits[ref["id"]]["score"] is not None
    ]
    return {
        "scores": {key: round(100 * (found["categories"][key]["score"] or 0)) for key in CATEGORIES},
        "low": low,
        "weight": kilobytes(one for one in sent if one.get("resourceType") not in APART),
        "script": kilobytes(one for one in sent if one.get("resourceType") == "Script"),
        "requests": len(sent),
        "elsewhere": sorted({one["url"] for one in sent if urlsplit(one["url"]).netloc != here}),
        "shift": audits["cumulative-layout-shift"]["numericValue"],
        "largest": audits["largest-contentful-paint"]["numericValue"] / 1000,
    }


def kilobytes(sent) -> float:
    return sum(one["transferSize"] for one in sent) / 1024


def faults(page: dict, budget: int | None) -> list[str]:
    """What is short of what was asked, in words."""
    low = [
        f"{key} {score}, asked {LEAST}: {', '.join(page['low'])}"
        for key, score in page["scores"].items()
        if score < LEAST
    ]
    checks = {
        f"weighs {page['weight']:.1f} KB, allowed {budget}": budget and page["weight"] > budget,
        f"{page['script']:.1f} KB of script, allowed {MOST_SCRIPT}": page["script"] > MOST_SCRIPT,
        f"{page['requests']} requests, allowed {MOST_REQUESTS}": page["requests"] > MOST_REQUESTS,
        f"asks elsewhere: {page['elsewhere']}": page["elsewhere"],
        f"shifts by {page['shift']:.3f}": page["shift"] > 0,
    }
    return low + [words for words, failed in checks.items() if failed]


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
