"""
What is kept beyond the process: installations, and requests that are not yet answered.

Only a bot with a store imports this: one workspace without one starts as fast as ever.
"""
