"""Says: what can be known from the files alone. Imports nothing of ours."""
