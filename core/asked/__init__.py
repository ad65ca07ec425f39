"""What was asked, typed, and what was chosen for the rest."""
