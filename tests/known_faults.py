"""`make audit`: known faults in the pinned packages, by pip-audit. A service that is away is only told of."""

import json
import subprocess
import sys

ASK = ["-m", "pip_audit", "--no-deps", "--disable-pip", "--progress-spinner", "off", "--format", "json"]
AWAY = "Known faults were NOT checked: the service that knows them did not answer for any package."


def told(answer: str) -> tuple[str, bool]:
    """What to say of pip-audit's answer, and whether a package has a known fault."""
    try:
        packages = json.loads(answer)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return AWAY, False
    checked = [package for package in packages if "vulns" in package]
    faulty = [
        f"{package['name']} {package['version']}: {fault['id']}, mended in {' '.join(fault['fix_versions'])}"
        for package in checked
        for fault in package["vulns"]
    ]
    if not checked:
        return AWAY, False
    left = "" if len(checked) == len(packages) else f"; no answer for {len(packages) - len(checked)}"
    return "\n".join([*faulty, f"{len(faulty)} known faults in {len(checked)} packages{left}."]), bool(faulty)


def main() -> int:
    asked = subprocess.run(
        [sys.executable, *ASK, "-r", "requirements.txt"], capture_output=True, text=True, check=False
    )
    words, faulty = told(asked.stdout)
    sys.stdout.write(words + "\n")
    return int(faulty)


if __name__ == "__main__":
    sys.exit(main())
