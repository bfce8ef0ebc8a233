"""Log lines as JSON, one object a line, with the request that they belong to."""

import contextvars
import json
import logging
import re
import time
import uuid

request_id: contextvars.ContextVar[str] = contextvars.ContextVar("request_id", default="")
"""The request that this thread answers, for whatever is logged meanwhile."""
GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")
requests = logging.getLogger("cityofdesign.requests")


class JSONFormatter(logging.Formatter):
    """`{time, level, logger, message}` and, where known, `{request, path, status, milliseconds, fault}`."""

    converter = time.gmtime

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": f"{self.formatTime(record, '%Y-%m-%dT%H:%M:%S')}.{int(record.msecs):03d}Z",
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request": request_id.get(),
            "path": getattr(getattr(record, "request", None), "path", getattr(record, "path", "")),
            "status": getattr(record, "status_code", None),
            "milliseconds": getattr(record, "milliseconds", None),
            "fault": self.formatException(record.exc_info) if record.exc_info else "",
        }
        return json.dumps({k: v for k, v in line.items() if v not in ("", None)}, ensure_ascii=False)


def id_of(given: str) -> str:
    """The id that the proxy gave the request, or a new one where it gave none that can be believed."""
    return given if GIVEN.fullmatch(given) else uuid.uuid4().hex
