"""The log as one JSON object a line, which what collects logs reads without a pattern."""

import logging

import structlog

from bot.running.redacting import redact


class JsonFormatter(structlog.stdlib.ProcessorFormatter):
    """Time (UTC), level, logger, event, what stands beside it, and a traceback; all redacted."""

    def __init__(self) -> None:
        super().__init__(
            foreign_pre_chain=[
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.stdlib.ExtraAdder(),
                structlog.processors.TimeStamper(fmt="iso", utc=True),
            ],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(),
            ],
        )

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))
