"""
What is kept beyond the process: installations, what teams have set, requests that are not yet
answered.

Only a bot with a store imports this: one workspace without one starts as fast as ever.
"""
