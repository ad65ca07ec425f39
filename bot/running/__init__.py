"""The process: settings, work on its way, metrics, logs."""
