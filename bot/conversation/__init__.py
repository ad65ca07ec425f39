"""What is said with whom: asking, following up, refining, and the state that buttons carry."""
