"""What alembic runs: `env.py`, and the steps in `versions`."""
