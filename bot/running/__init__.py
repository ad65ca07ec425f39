"""The process: settings, modes, work on its way, metrics, logs."""
